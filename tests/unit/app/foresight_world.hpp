// A random world for the property of foresight: people with quiet hours in zones whose clocks
// change, rules of every make, calendars in real files, and a past. Everything follows from the
// seed.
#pragma once

#include "app_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <random>
#include <string>
#include <vector>

namespace execassist::app::testing {

class ForesightWorld {
 public:
  explicit ForesightWorld(unsigned seed);

  App app;
  execassist::testing::ScratchFolder folder;
  int length_in_days = 2;

  // A copy of the store as it is now, which shares nothing with it.
  store::Database copy_of_store();

 private:
  int below(int bound) { return static_cast<int>(chance_() % static_cast<unsigned>(bound)); }
  bool one_in(int times) { return below(times) == 0; }
  template <class Value>
  Value one_of(const std::vector<Value>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }

  void make_rules();
  MeetingType some_type(const std::string& name, const std::string& keyword);
  void make_people();
  void write_calendar(const std::string& user, const std::string& calendar);
  std::string some_event(const std::string& uid, const Zone& zone);
  void live_before();
  void make_trouble();
  void act();

  std::mt19937 chance_;
  std::string zone_;
  int next_copy_ = 0;
};

}  // namespace execassist::app::testing
