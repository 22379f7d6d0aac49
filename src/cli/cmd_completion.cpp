#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/exit_codes.hpp"
#include "cli/invocation.hpp"

namespace execassist::cli {
namespace {

int run_completion(Invocation& invocation) {
  const std::string shell = *invocation.argument("SHELL");
  const CommandTree& tree = program_tree();
  const std::string script = shell == "bash"  ? bash_completion(tree)
                             : shell == "zsh" ? zsh_completion(tree)
                                              : fish_completion(tree);
  invocation.out.text(script);
  invocation.out.json(wire::Json::object({{"shell", shell}, {"script", script}}));
  return kExitDone;
}

}  // namespace

const CommandDesc kCompletion{
    .path = {"completion"},
    .summary = "print the completions for a shell",
    .doc = "An installed execassist brings its completions along; this is for everybody else.",
    .arguments = {{.name = "SHELL", .doc = "The shell.", .choices = {"bash", "zsh", "fish"}}},
    .examples = {{"source <(execassist completion bash)", "in ~/.bashrc"},
                 {"execassist completion zsh > ~/.zfunc/_execassist", "with ~/.zfunc in $fpath"},
                 {"execassist completion fish > ~/.config/fish/completions/execassist.fish", ""}},
    .needs = Needs::none,
    .run = run_completion,
};

}  // namespace execassist::cli
