// What SES (v2) refuses in the body of a SendEmail, as far as the channel uses it. Keys that the
// channel has no need of are refused too.
#pragma once

#include "wire/json.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace execassist::testing {

inline const wire::Json& ses_part(const wire::Json& object, const std::string& key) {
  static const wire::Json kNull;
  const wire::Json* found = object.find(key);
  return found == nullptr ? kNull : *found;
}

const wire::Json& ses_part(const wire::Json&& object, const std::string& key) = delete;  // dangles

inline std::string ses_text(const wire::Json& object, const std::string& key) {
  const std::string* text = ses_part(object, key).as_string();
  return text == nullptr ? std::string{} : *text;
}

// Nothing but these keys; those that are `true` must be there.
inline std::string key_problem(const wire::Json& object, const std::map<std::string, bool>& keys) {
  if (!object.is_object()) return "not an object";
  std::set<std::string> seen;
  for (const auto& [key, value] : *object.as_object()) {
    if (!keys.contains(key)) return "an unknown key " + key;
    if (!seen.insert(key).second) return "a key comes twice: " + key;
  }
  for (const auto& [key, required] : keys) {
    if (required && !seen.contains(key)) return "a key is missing: " + key;
  }
  return {};
}

inline bool all_visible(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

inline std::string utf8_problem(const wire::Json& part) {
  const std::string problem = key_problem(part, {{"Data", true}, {"Charset", true}});
  if (!problem.empty()) return problem;
  if (ses_text(part, "Charset") != "UTF-8") return "a charset";
  return ses_text(part, "Data").empty() ? "empty data" : "";
}

inline std::string pairs_problem(const wire::Json& list, std::size_t most, std::size_t longest) {
  if (!list.is_array() || list.as_array()->size() > most) return "the number of pairs";
  for (const wire::Json& pair : *list.as_array()) {
    const std::string problem = key_problem(pair, {{"Name", true}, {"Value", true}});
    if (!problem.empty()) return problem;
    for (const std::string key : {"Name", "Value"}) {
      const std::string text = ses_text(pair, key);
      if (text.empty() || text.size() > longest || !all_visible(text)) return "a " + key;
    }
  }
  return {};
}

inline std::string tags_problem(const wire::Json& list) {
  constexpr const char* kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  if (std::string problem = pairs_problem(list, 50, 256); !problem.empty()) return problem;
  for (const wire::Json& tag : *list.as_array()) {
    const std::string both = ses_text(tag, "Name") + ses_text(tag, "Value");
    if (both.find_first_not_of(kAllowed) != std::string::npos) return "a tag";
  }
  return {};
}

inline std::string destination_problem(const wire::Json& destination) {
  if (auto problem = key_problem(destination, {{"ToAddresses", true}}); !problem.empty()) {
    return problem;
  }
  const auto* to = ses_part(destination, "ToAddresses").as_array();
  if (to == nullptr || to->size() != 1) return "the number of recipients";
  const std::string* address = to->front().as_string();
  const bool good = address != nullptr && all_visible(*address) &&
                    std::count(address->begin(), address->end(), '@') == 1 &&
                    address->find_first_of(" ,;<>\"") == std::string::npos;
  return good ? "" : "a recipient";
}

inline std::string simple_problem(const wire::Json& simple) {
  const wire::Json& body = ses_part(simple, "Body");
  const wire::Json& subject = ses_part(simple, "Subject");
  const std::string line = ses_text(subject, "Data");
  const bool one_line =
      std::none_of(line.begin(), line.end(), [](char c) { return c >= 0 && c < 0x20; });
  for (const std::string& problem :
       {key_problem(simple, {{"Subject", true}, {"Body", true}, {"Headers", false}}),
        utf8_problem(subject), key_problem(body, {{"Text", true}, {"Html", true}}),
        utf8_problem(ses_part(body, "Text")), utf8_problem(ses_part(body, "Html")),
        pairs_problem(ses_part(simple, "Headers"), 15, 995)}) {
    if (!problem.empty()) return problem;
  }
  return one_line ? "" : "a subject of several lines";
}

// Why SES would not take it; empty when it would.
inline std::string email_problem(const wire::Json& email) {
  const std::string from = ses_text(email, "FromEmailAddress");
  for (const std::string& problem : {key_problem(email, {{"FromEmailAddress", true},
                                                         {"Destination", true},
                                                         {"Content", true},
                                                         {"EmailTags", false},
                                                         {"ConfigurationSetName", false}}),
                                     destination_problem(ses_part(email, "Destination")),
                                     key_problem(ses_part(email, "Content"), {{"Simple", true}}),
                                     simple_problem(ses_part(ses_part(email, "Content"), "Simple")),
                                     tags_problem(ses_part(email, "EmailTags"))}) {
    if (!problem.empty()) return problem;
  }
  return all_visible(from) && from.find('@') != std::string::npos ? "" : "a sender";
}

}  // namespace execassist::testing
