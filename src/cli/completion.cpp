#include "cli/completion.hpp"

#include "base/check.hpp"
#include "cli/operate/operation_options.hpp"
#include "domain/role.hpp"
#include "domain/status.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace nameplate::cli {
namespace {

std::string joined(std::vector<std::string> const& words) {
  std::string text;
  for (auto const& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

/// The values of an option, where there are only a few.
std::map<std::string, std::string> choices() {
  std::map<std::string, std::string> all = {{"--role", "viewer operator manager admin"},
                                            {"--log-level", "debug info warn error"},
                                            {"--format", "csv jsonl"},
                                            {"--state", "active retired all"}};
  std::string statuses;
  for (auto const status : domain::all_statuses()) {
    statuses += (statuses.empty() ? "" : " ") + std::string(domain::name_of(status));
  }
  all["--status"] = statuses;
  for (auto const& option : operation_options()) {
    if (!option.choices.empty()) {
      std::string words(option.choices);
      std::ranges::replace(words, ',', ' ');
      all[std::string(option.name)] = words;
    }
  }
  return all;
}

/// Options whose value is a file; everything else that takes a value is not completed.
constexpr std::array file_options = {"--database", "--token-file", "--ca", "--items", "--mapping", "--output"};

/// One function for bash and zsh alike: zsh reads it through bashcompinit.
std::string bash_script(std::vector<CompletionWords> const& all) {
  std::string words;
  std::string flags;
  for (auto const& entry : all) {
    words += "    '" + entry.command + "') words='" + joined(entry.commands) + "'; options='" + joined(entry.options) +
             "'; flags='" + joined(entry.flags) + "' ;;\n";
  }
  std::string values;
  for (auto const& [option, choice] : choices()) {
    values += "    " + option + ") COMPREPLY=($(compgen -W '" + choice + "' -- \"$current\")); return ;;\n";
  }
  std::string files;
  for (auto const* const option : file_options) {
    files += (files.empty() ? "" : "|") + std::string(option);
  }
  return R"(# Completion of nameplate: source this file, or put it where your shell looks for such.
_nameplate_words() {
  case "$1" in
)" + words +
         R"(    *) words=''; options=''; flags='' ;;
  esac
}
_nameplate() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' word words options flags i
  COMPREPLY=()
  _nameplate_words ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case " $words " in *" $word "*) command="${command:+$command }$word"; _nameplate_words "$command" ;; esac
  done
  case "$before" in
)" + values +
         "    " + files + R"() COMPREPLY=($(compgen -f -- "$current")); return ;;
    --*) case " $flags " in *" $before "*) ;; *) return ;; esac ;;
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
  if [ ${#COMPREPLY[@]} -eq 0 ] && [ -z "$words" ]; then
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _nameplate nameplate
)";
}

std::string fish_script(std::vector<CompletionWords> const& all) {
  std::string script =
      "# Completion of nameplate: put this into ~/.config/fish/completions/nameplate.fish.\n"
      "function __nameplate_at\n"
      "  set -l said (commandline -opc | string match -v -- '-*')\n"
      "  test \"$said[2..]\" = \"$argv\"; or string match -q -- \"$argv *\" \"$said[2..]\"\n"
      "end\n"
      "complete -c nameplate -f\n";
  auto const values = choices();
  for (auto const& entry : all) {
    auto const here = "complete -c nameplate -n '__nameplate_at " + entry.command + "' ";
    if (!entry.commands.empty()) {
      script += here + "-a '" + joined(entry.commands) + "'\n";
    }
    for (auto const& option : entry.options) {
      auto const found = values.find(option);
      bool const is_flag = std::ranges::find(entry.flags, option) != entry.flags.end();
      bool const is_file = std::ranges::find(file_options, option) != file_options.end();
      script += here + "-l " + option.substr(2) +
                (is_flag   ? ""
                 : is_file ? " -r -F"
                           : " -x") +
                (found == values.end() ? "" : " -a '" + found->second + "'") + "\n";
    }
  }
  return script;
}

}  // namespace

std::optional<Shell> parse_shell(std::string_view name) {
  return name == "bash"   ? std::optional(Shell::bash)
         : name == "zsh"  ? std::optional(Shell::zsh)
         : name == "fish" ? std::optional(Shell::fish)
                          : std::nullopt;
}

std::string completion_script(Shell shell, std::vector<CompletionWords> const& all) {
  switch (shell) {
    case Shell::bash: return bash_script(all);
    case Shell::zsh: return "autoload -U +X bashcompinit && bashcompinit\n" + bash_script(all);
    case Shell::fish: return fish_script(all);
  }
  base::unreachable();
}

}  // namespace nameplate::cli
