#include "cli/run.hpp"
#include "platform/process_start.hpp"
#include "wiring/system_edges.hpp"

#include <string>
#include <vector>

int main(int argc, char** argv) {
  execassist::platform::prepare_process();
  execassist::wiring::SystemEdges edges;
  // argv may be empty: execve allows it.
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return execassist::cli::run(arguments, edges);
}
