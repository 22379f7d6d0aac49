#include "wire/slack_words.hpp"

#include <execassist/base/text.hpp>

#include <array>
#include <utility>

namespace execassist::wire {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 3> kEntities{
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};

// In one pass, so that "&amp;lt;" stays "&lt;".
std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t taken = 1;
    char plain = text.front();
    for (const auto& [entity, character] : kEntities) {
      if (!text.starts_with(entity)) continue;
      taken = entity.size();
      plain = character;
    }
    out += plain;
    text.remove_prefix(taken);
  }
  return out;
}

bool is_same_address(std::string_view address, std::string_view label) {
  for (const std::string_view scheme : {"mailto:", "tel:", "https://", "http://"}) {
    if (address.starts_with(scheme) && address.substr(scheme.size()) == label) return true;
  }
  return address == label;
}

// What stands between "<" and ">".
std::string words_of_mark(std::string_view mark) {
  const auto bar = mark.find('|');
  const std::string_view target = mark.substr(0, bar);
  const std::string label =
      bar == std::string_view::npos ? std::string() : unescaped(mark.substr(bar + 1));
  const std::string name = unescaped(target.empty() ? target : target.substr(1));
  if (target.starts_with('@')) return "@" + (label.empty() ? name : label);
  if (target.starts_with('#')) return "#" + (label.empty() ? name : label);
  if (target.starts_with('!')) return label.empty() ? "@" + name : label;
  const std::string address = unescaped(target);
  if (!label.empty()) return is_same_address(address, label) ? label : label + " (" + address + ")";
  return address.starts_with("mailto:") ? address.substr(7) : address;
}

}  // namespace

std::string words_from_slack(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto start = text.find('<');
    out += unescaped(text.substr(0, start));
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const auto end = text.find_first_of("<>", 1);
    if (end == std::string_view::npos || text[end] == '<' || end == 1) {
      const std::size_t taken = end == std::string_view::npos ? text.size() : end;
      out += unescaped(text.substr(0, taken));
      text.remove_prefix(taken);
      continue;
    }
    out += words_of_mark(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
  }
  return safe_block(out);
}

}  // namespace execassist::wire
