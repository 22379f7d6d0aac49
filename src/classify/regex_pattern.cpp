#include "classify/regex_pattern.hpp"

#include <execassist/base/text.hpp>

#include <re2/re2.h>

namespace execassist::classify {
namespace {

re2::RE2::Options options() {
  re2::RE2::Options chosen;
  chosen.set_case_sensitive(false);
  chosen.set_encoding(re2::RE2::Options::EncodingUTF8);
  chosen.set_log_errors(false);
  return chosen;
}

}  // namespace

RegexPattern::RegexPattern(std::string_view expression)
    : expression_(std::make_unique<re2::RE2>(re2::StringPiece(expression.data(), expression.size()),
                                             options())) {}

RegexPattern::RegexPattern(RegexPattern&&) noexcept = default;
RegexPattern& RegexPattern::operator=(RegexPattern&&) noexcept = default;
RegexPattern::~RegexPattern() = default;

std::string RegexPattern::problem() const {
  return expression_->ok() ? std::string() : one_line(expression_->error());
}

bool RegexPattern::found_in(std::string_view text) const {
  return expression_->ok() &&
         re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *expression_);
}

}  // namespace execassist::classify
