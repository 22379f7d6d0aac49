// Google's events.list with a memory, in process, strict about what its documentation says: which
// parameters go together, what a sync token allows, what a tombstone holds, what `fields` leaves.
// Not Google: it knows only listings with singleEvents, and pages keep the state of the first one.
#pragma once

#include "support/google_events_store.hpp"
#include "wire/json.hpp"
#include "wire/url.hpp"

#include <execassist/ports/http_client.hpp>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace execassist::testing {

// Google's shape of an error.
HttpResult google_error(int status, const std::string& reason, const std::string& message = "no",
                        const std::string& location = {});

class FakeGoogleCalendar final : public HttpClient {
 public:
  static constexpr const char* kApiUrl = "https://calendar.test/calendar/v3";

  FakeGoogleCalendar() { calendars_["primary"]; }
  FakeGoogleCalendar(const FakeGoogleCalendar&) = delete;
  FakeGoogleCalendar& operator=(const FakeGoogleCalendar&) = delete;
  ~FakeGoogleCalendar() override;

  HttpResult call(const HttpRequest& request) override;

  // Made when it is new.
  GoogleEventsStore& events(const std::string& calendar = "primary") {
    return calendars_[calendar];
  }

  // The next call gets this, whatever it asks; a fault that was never met fails the test.
  void fail_next(const HttpResult& result, int times = 1) {
    for (int i = 0; i < times; ++i) faults_.push_back(result);
  }
  // After `calls` more calls.
  void fail_after(std::size_t calls, const HttpResult& result) { later_[asked() + calls] = result; }

  void forget_sync_tokens() { ++epoch_; }

  const HttpRequest& request(std::size_t index) const { return requests_.at(index); }
  const HttpRequest& last_request() const { return requests_.back(); }
  std::size_t asked() const { return requests_.size(); }

  std::string bearer = "good-token";  // the one that is let in
  std::size_t page_size = 2500;       // it may give shorter pages than it was asked for
  int empty_pages = 0;                // before the items of each listing
  bool gives_sync_tokens = true;

 private:
  struct Listing {
    wire::Fields parameters;  // of the first page
    std::vector<wire::Json> items;
    std::string sync_token;  // on its last page; may be empty
    int empty_pages = 0;
  };
  struct Place {
    std::shared_ptr<Listing> listing;
    std::size_t at = 0;
    int empty_pages_given = 0;
  };

  HttpResult list(const std::string& calendar, const wire::Fields& parameters);
  HttpResult start(const std::string& calendar, const wire::Fields& parameters);
  HttpResult page_of(Place place);
  HttpResult go_on(const std::string& page_token, const wire::Fields& parameters);

  std::map<std::string, GoogleEventsStore> calendars_;
  std::map<std::string, Place> places_;  // by page token
  std::deque<HttpResult> faults_;
  std::map<std::size_t, HttpResult> later_;
  std::vector<HttpRequest> requests_;
  int epoch_ = 1;
};

}  // namespace execassist::testing
