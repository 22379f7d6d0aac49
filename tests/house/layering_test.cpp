#include "house/floor_plan.hpp"
#include "house/source_tree.hpp"

#include <execassist/base/text.hpp>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

FloorPlan real_plan() { return FloorPlan(content_of(source_path("src/README.md"))); }

TEST_CASE("every include looks down, as src/README.md says") {
  const FloorPlan plan = real_plan();
  std::size_t seen = 0;
  for (const std::string& file : cpp_files({"include", "src"})) {
    for (const std::string& include : includes_in(content_of(source_path(file)))) {
      ++seen;
      const auto objection = plan.objection(file, include);
      if (objection) FAIL_CHECK(file << " includes " << include << ": " << *objection);
    }
  }
  CHECK(seen > 100);
}

TEST_CASE("every room has files, and every folder is a room") {
  std::set<std::string> lived_in;
  for (const std::string& file : cpp_files({"include", "src"})) lived_in.insert(room_of(file));
  std::set<std::string> planned;
  const FloorPlan plan = real_plan();
  for (const auto& [name, room] : plan.rooms()) planned.insert(name);
  CHECK(lived_in == planned);
}

TEST_CASE("the floor plan objects to what it should") {
  struct Case {
    std::string file;
    std::string include;
    bool allowed;
  };
  const std::vector<Case> cases = {
      {"src/base/text.cpp", "<execassist/base/text.hpp>", true},
      {"src/base/text.cpp", "<utf8proc.h>", true},
      {"src/base/text.cpp", "<vector>", true},
      {"src/base/text.cpp", "<execassist/model/user.hpp>", false},
      {"src/model/rules.cpp", "<utf8proc.h>", false},
      {"src/calendar/x.cpp", "\"prep/transitions.hpp\"", false},
      {"src/calendar/x.cpp", "\"wire/json.hpp\"", true},
      {"src/store/x.cpp", "\"wire/json.hpp\"", false},
      {"src/app/x.cpp", "\"store/database.hpp\"", true},
      {"src/app/x.cpp", "\"yaml/config_loader.hpp\"", false},
      {"src/app/x.cpp", "\"platform/paths.hpp\"", false},
      {"src/cli/x.cpp", "\"yaml/config_loader.hpp\"", true},
      {"src/cli/x.cpp", "<CLI/CLI.hpp>", true},
      {"src/app/x.cpp", "<CLI/CLI.hpp>", false},
      {"src/cli/x.cpp", "\"wiring/system_edges.hpp\"", false},
      {"src/cli/x.cpp", "\"run.hpp\"", false},
      {"src/attic/x.cpp", "<vector>", false},
      {"include/execassist/ports/edges.hpp", "<execassist/settings/settings.hpp>", true},
      {"include/execassist/settings/settings.hpp", "<execassist/ports/clock.hpp>", false},
      {"include/execassist/base/zone.hpp", "<date/tz.h>", false},
      {"include/execassist/base/zone.hpp", "\"base/zone.hpp\"", false},
  };
  const FloorPlan plan = real_plan();
  for (const Case& c : cases) {
    CAPTURE(c.file);
    CAPTURE(c.include);
    CHECK(plan.objection(c.file, c.include).has_value() == !c.allowed);
  }
  CHECK_THROWS(FloorPlan("no table"));
  CHECK_THROWS(FloorPlan("| floor | room |\n|-|-|\n| 1 | a |\n"));
}

TEST_CASE("includes are found however they are written") {
  CHECK(
      includes_in("#include <a>\n  #include \"b/c.hpp\"  // why\n# include <d.h>\n// #include <e>\n"
                  "include <f>\n#define <g>\n") ==
      std::vector<std::string>{"<a>", "\"b/c.hpp\"", "<d.h>"});
}

TEST_CASE("CLI11 and the JSON library stay in one file each") {
  for (const std::string header : {"<CLI/CLI.hpp>", "<nlohmann/json.hpp>"}) {
    int users = 0;
    for (const std::string& file : cpp_files({"include", "src", "tests"})) {
      for (const std::string& include : includes_in(content_of(source_path(file)))) {
        users += include == header ? 1 : 0;
      }
    }
    CHECK_MESSAGE(users == 1, header);
  }
}

TEST_CASE("only platform asks the machine for the time") {
  const std::vector<std::string> questions = {"_clock::now",    "time(nullptr)", "time(NULL)",
                                              "clock_gettime(", "gettimeofday(", "std::time("};
  for (const std::string& file : cpp_files({"include", "src"})) {
    if (room_of(file) == "platform") continue;
    const std::string text = content_of(source_path(file));
    for (const std::string& question : questions) {
      CHECK_MESSAGE(text.find(question) == std::string::npos, file << " calls " << question);
    }
  }
  CHECK(content_of(source_path("src/platform/system_clock.cpp")).find("_clock::now") !=
        std::string::npos);
}

TEST_CASE("no file is longer than 400 lines") {
  for (const std::string& file : cpp_files({"include", "src", "tests"})) {
    const std::string text = content_of(source_path(file));
    const auto lines = std::count(text.begin(), text.end(), '\n');
    CHECK_MESSAGE(lines <= 400, file << " has " << lines);
  }
}

}  // namespace
}  // namespace execassist::testing
