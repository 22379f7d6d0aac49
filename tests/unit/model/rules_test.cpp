#include <execassist/model/rules.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("rules: labels made from names") {
  struct Case {
    std::string name;
    std::string label;
  };
  for (const auto& [name, label] : {
           Case{"qbr", "QBR"},
           Case{"hr", "HR"},
           Case{"leadership_meeting", "Leadership Meeting"},
           Case{"one_on_one", "One On One"},
           Case{"incident_review", "Incident Review"},
           Case{"default", "Default"},
           Case{"sync", "Sync"},
           Case{"qbr_review", "Qbr Review"},
           Case{"_a__bc_", "A Bc"},
           Case{"___", ""},
           Case{"", ""},
           Case{"QBR", "QBR"},
           Case{"1_1", "1 1"},
           Case{"émoi_x", "émoi X"},
       }) {
    CAPTURE(name);
    CHECK(label_from_name(name) == label);
  }
}

TEST_CASE("rules: finding a type, and the longest lead") {
  Rules rules;
  CHECK(rules.find("qbr") == nullptr);
  CHECK(rules.longest_prep_lead() == Seconds{0});

  MeetingType qbr;
  qbr.name = "qbr";
  qbr.keywords = {"QBR"};
  qbr.prep_lead = hours{336};
  MeetingType social;
  social.name = "social";
  social.prep_lead.reset();
  rules.types = {social};
  CHECK(rules.longest_prep_lead() == Seconds{0});
  rules.types = {social, qbr, MeetingType{}};
  CHECK(rules.longest_prep_lead() == hours{336});
  REQUIRE(rules.find("qbr") != nullptr);
  CHECK(rules.find("qbr")->prep_lead == hours{336});
  CHECK(rules.find("QBR") == nullptr);
  CHECK_FALSE(qbr.is_default());
  CHECK(social.is_default());
}

}  // namespace execassist
