#include "identify/look_alike.hpp"

#include "base/ascii.hpp"

namespace nameplate::identify {
namespace {

char folded(char c) {
  switch (c) {
    case 'O':
    case 'Q':
    case 'D': return '0';
    case 'I':
    case 'L': return '1';
    case 'Z': return '2';
    case 'S': return '5';
    case 'G': return '6';
    case 'B': return '8';
    case 'U': return 'V';
    default: return c;
  }
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string skeleton_of(std::string_view number) {
  std::string skeleton;
  bool within_digits = false;
  std::size_t zeros = 0;
  for (char const c : number) {
    char const plain = folded(base::upper(c));
    if (plain == '0' && !within_digits) {
      ++zeros;
      continue;
    }
    if (zeros > 0 && !is_digit(plain)) {
      skeleton.push_back('0');  // zeros that stand in front of no digit are a number by themselves
    }
    zeros = 0;
    within_digits = is_digit(plain);
    if (is_digit(plain) || (plain >= 'A' && plain <= 'Z')) {
      skeleton.push_back(plain);
    }
  }
  if (zeros > 0) {
    skeleton.push_back('0');
  }
  return skeleton;
}

}  // namespace nameplate::identify
