#include <execassist/settings/placeholders.hpp>

#include <doctest/doctest.h>

namespace execassist {
namespace {

std::string filled(std::string_view text) {
  return fill_placeholders(text, [](std::string_view name) {
    return name == "user_id" ? std::string("{meeting_id}") : "<" + std::string(name) + ">";
  });
}

TEST_CASE("known names are filled in, once, and everything else stays") {
  const struct {
    std::string text;
    std::string expected;
    std::optional<std::string> unknown;
  } cases[] = {
      {"", "", {}},
      {"plain", "plain", {}},
      {"{meeting_id}", "<meeting_id>", {}},
      {"a{meeting_type}b{start_time}{end_time}c", "a<meeting_type>b<start_time><end_time>c", {}},
      {"{user_id}", "{meeting_id}", {}},  // a value is not read again
      {"{meeting-id}", "{meeting-id}", "meeting-id"},
      {"{Meeting_ID}", "{Meeting_ID}", "Meeting_ID"},
      {"{start_time} {titel} {x}", "<start_time> {titel} {x}", "titel"},
      {"{1}", "{1}", "1"},
      {"{}", "{}", {}},
      {"{", "{", {}},
      {"{meeting_id", "{meeting_id", {}},
      {"meeting_id}", "meeting_id}", {}},
      {"{ meeting_id }", "{ meeting_id }", {}},
      {"{print $1}", "{print $1}", {}},
      {"${HOME}/${meeting_id}", "${HOME}/${meeting_id}", {}},
      {"{{meeting_id}}", "{<meeting_id>}", {}},
      {"{a{meeting_id}", "{a<meeting_id>", {}},
      {"{\"k\": {}}", "{\"k\": {}}", {}},
      {std::string("{meeting_id\0}", 13), std::string("{meeting_id\0}", 13), {}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    CHECK(filled(one.text) == one.expected);
    CHECK(unknown_placeholder(one.text) == one.unknown);
  }
  CHECK(has_placeholder("x{user_id}"));
  CHECK_FALSE(has_placeholder("x{}${user_id}"));
  const std::string many(200'000, '{');
  CHECK(filled(many) == many);
}

}  // namespace
}  // namespace execassist
