// The examples in config/context, as they are configured in config/config.yaml.
#include "support/test_edges.hpp"
#include "wiring/context_sources.hpp"
#include "yaml/config_loader.hpp"

#include <doctest/doctest.h>

namespace execassist::wiring {
namespace {

const std::string kFolder = EXECASSIST_SOURCE_DIR "/config";

Settings configured(const std::string& days) {
  return yaml::load_settings(
      "users: [{id: ada}]\ncontext:\n  budget: {path: context/budget.csv}\n"
      "  big_rocks: {label: Big rocks, path: context/big_rocks.yaml}\n"
      "  incidents: {command: [./context/incidents, --days, \"" +
          days + "\", --until, \"2026-11-21\"], timeout: 10s}\n",
      kFolder + "/config.yaml", {"/home/ada", "UTC"});
}

ContextItem fetched(const std::string& name, const std::string& days = "30") {
  testing::TestEdges edges;
  const Settings settings = configured(days);
  ContextSources sources(edges, settings);
  return sources.make(*settings.find_context(name))->fetch({});
}

TEST_CASE("the budget is a table") {
  const ContextItem item = fetched("budget");
  CHECK(item.problem.empty());
  CHECK(item.origin == "budget.csv");
  CHECK(item.as_of);
  CHECK(item.table.header ==
        std::vector<std::string>{"Budget line", "Budget", "Spent", "Left", "Note"});
  REQUIRE(item.table.rows.size() == 5);
  CHECK(item.table.rows[1][4] == "Over plan since June, see the forecast");
  for (const auto& row : item.table.rows) {
    CHECK_MESSAGE(std::stol(row[1]) - std::stol(row[2]) == std::stol(row[3]), row[0]);
  }
}

TEST_CASE("the big rocks are lines") {
  const ContextItem item = fetched("big_rocks");
  CHECK(item.problem.empty());
  CHECK(item.label == "Big rocks");
  REQUIRE(item.lines.size() > 5);
  CHECK(item.lines[0] == ContextLine{"quarter: 2026 Q4", 0});
  CHECK(item.lines[2] == ContextLine{"title: Launch in Spain", 1});
  CHECK(item.lines[3] == ContextLine{"owner: Ada Byron", 2});
  CHECK(item.left_out == 0);
}

TEST_CASE("the incidents are what the program prints") {
  const struct {
    std::string days;
    std::string first;
    std::size_t lines;
  } cases[] = {
      {"30", "3 incidents in the 30 days until 2026-11-21, 51 min in all", 4},
      {"4", "1 incident in the 4 days until 2026-11-21, 8 min in all", 2},
      {"3", "0 incidents in the 3 days until 2026-11-21, 0 min in all", 1},
      {"83", "5 incidents in the 83 days until 2026-11-21, 110 min in all", 6},
      {"84", "6 incidents in the 84 days until 2026-11-21, 115 min in all", 7},
  };
  for (const auto& one : cases) {
    const ContextItem item = fetched("incidents", one.days);
    CAPTURE(item.problem);
    REQUIRE(item.lines.size() == one.lines);
    CHECK(item.lines[0] == ContextLine{one.first, 0});
    for (std::size_t i = 1; i < item.lines.size(); ++i) CHECK(item.lines[i].depth == 1);
  }
  CHECK(fetched("incidents").lines[2].text == "2026-11-09, high, 12 min: Checkout was down, twice");
  for (const std::string wrong : {"", "x", "-1", "1;id", "10000000000"}) {
    CAPTURE(wrong);
    CHECK(fetched("incidents", wrong).problem == "ended with exit status 2");
  }
}

}  // namespace
}  // namespace execassist::wiring
