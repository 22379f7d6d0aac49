// The whole program in process: a configuration and rules in memory, a store in a folder of its
// own, a calendar that answers what it is told to. The clock stands at 2026-11-21T09:30:00Z.
#pragma once

#include "cli/run.hpp"
#include "support/scratch_folder.hpp"
#include "support/test_edges.hpp"

#include <string>
#include <vector>

namespace execassist::cli::testing {

struct Called {
  int code = 0;
  std::string out;
  std::string err;
};

class Program {
 public:
  Program();
  ~Program();

  Called call(const std::vector<std::string>& arguments);

  // A meeting so many hours from now.
  MeetingFacts meeting(const std::string& title, int in_hours);

  execassist::testing::ScratchFolder folder;
  execassist::testing::TestEdges edges;
  const std::string config =
      "rules: types.yaml\n"
      "users:\n"
      "  - id: ada\n"
      "    email: ada@example.com\n"
      "    time_zone: Europe/London\n"
      "    channels: [terminal]\n"
      "    calendars:\n"
      "      - {id: work, kind: ics, path: calendar.ics}\n";
  const std::string rules =
      "meeting_types:\n"
      "  one_on_one:\n"
      "    keywords: [\"1:1\"]\n"
      "    prep_hours_before: 24\n"
      "  default:\n"
      "    keywords: []\n"
      "    prep_hours_before: 2\n";
};

}  // namespace execassist::cli::testing
