// What an error answer of the Calendar API means for a calendar's owner. The reason code decides,
// not the number alone; of the answer's text nothing but that code is ever shown. (That a quota is
// used up is google_says_later, for the retry policy.)
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/http_client.hpp>

#include <string>

namespace execassist::sources {

// A success that cannot be used.
class UnusableAnswer : public Error {
 public:
  explicit UnusableAnswer(const Error& error) : Error(error) {}
};

struct GoogleCall {
  std::string calendar;  // as in the configuration
  std::string user_id;

  // How messages begin.
  std::string name() const;

  // REQUIRES: not a success.
  Error error_of(const HttpResult& result) const;

  // `why` follows "its answer ".
  UnusableAnswer unusable(const std::string& why) const;
};

// Whether the answer says that the sync token is of no use any more.
bool google_forgot_token(const HttpResponse& response);

}  // namespace execassist::sources
