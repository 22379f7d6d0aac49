#include "program_fixture.hpp"

namespace execassist::cli::testing {

Program::Program() {
  edges.store_path = folder.at("store.db");
  edges.fake_files().put(edges.config_path, config);
  edges.fake_files().put("/home/ada/.config/execassist/types.yaml", rules);
}

Program::~Program() = default;

Called Program::call(const std::vector<std::string>& arguments) {
  Called called;
  called.code = run(arguments, edges);
  called.out = edges.fake_terminal().take_out();
  called.err = edges.fake_terminal().take_err();
  return called;
}

MeetingFacts Program::meeting(const std::string& title, int in_hours) {
  MeetingFacts facts;
  facts.external_id = facts.ical_uid = title;
  facts.source = "ics";
  facts.title = title;
  facts.start = edges.clock().now() + hours{in_hours};
  facts.end = facts.start + hours{1};
  facts.attendees = {{"ada@example.com", "", Response::accepted, false},
                     {"grace@example.com", "", Response::accepted, false}};
  return facts;
}

}  // namespace execassist::cli::testing
