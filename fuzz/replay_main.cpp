// Runs a fuzz target once on each file of a corpus, without libFuzzer. A finding aborts, and the last line printed
// names the file.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_below(std::filesystem::path const& folder) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::exists(folder)) {
    return files;
  }
  for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::string content_of(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void replay(std::string const& input) {
  // A heap copy of the exact size lets the address sanitizer see a read past the end.
  std::vector<std::uint8_t> const bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) try {
  // Whatever the corpus holds, a parser must take nothing at all.
  replay("");

  std::size_t count = 1;
  for (int i = 1; i < argc; ++i) {
    for (auto const& file : files_below(argv[i])) {
      std::printf("%s\n", file.c_str());
      std::fflush(stdout);
      replay(content_of(file));
      ++count;
    }
  }
  std::printf("%zu inputs replayed\n", count);
  return 0;
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
