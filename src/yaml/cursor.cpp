#include "yaml/cursor.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>

namespace execassist::yaml {
namespace {

std::string decimal(double value) {
  std::string text(32, '\0');
  const int length = std::snprintf(text.data(), text.size(), "%g", value);
  text.resize(static_cast<std::size_t>(length));
  return text;
}

// The whole text as a number; nothing for "0x10", "1e", " 1" or "nan".
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view name_of_kind(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "empty";
    case Node::Kind::scalar:
      return "text";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return "";
}

std::string in_words(const Node& scalar) {
  return (scalar.quoted ? "the text " : "") + quoted(scalar.text);
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

}  // namespace

std::string quoted(std::string_view text) { return '"' + fit_width(one_line(text), 60) + '"'; }

std::string suggestion(std::string_view word, const std::vector<std::string>& allowed) {
  // Nobody misspells at length, and the comparison is quadratic.
  const auto near = word.size() <= 64 ? nearest_name(word, allowed) : std::nullopt;
  if (near) return "did you mean " + quoted(*near) + "?";
  return "allowed here: " + join(allowed, ", ");
}

void Cursor::fail_at(FilePosition at, const std::string& path, const std::string& why,
                     const std::string& hint) const {
  const std::string where = path.empty() ? "" : path + ": ";
  throw Error(ErrorKind::configuration, place_in_file(file_, at) + where + why, hint);
}

void Cursor::fail(const std::string& why, const std::string& hint) const {
  fail_at(position(), path_, why, hint);
}

void Cursor::fail_type(std::string_view wanted) const {
  fail("must be " + std::string(wanted) + ", but is " + std::string(name_of_kind(*node_)));
}

std::string Cursor::text() const {
  if (node_->kind != Node::Kind::scalar) fail_type("text");
  return node_->text;
}

std::string Cursor::line() const {
  std::string value = text();
  if (trim(value).empty()) fail("must not be empty", "leave the key out to have its default");
  if (has_control(value)) fail("must be one line without control characters");
  if (one_line(value).empty()) fail("must not be empty: nothing of it can be seen");
  return value;
}

std::string Cursor::choice(const std::vector<std::string>& allowed) const {
  std::string value = line();
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
  fail("must be one of " + join(allowed, ", ") + ", not " + quoted(value),
       suggestion(value, allowed));
}

int Cursor::integer(int least, int most) const {
  if (node_->kind != Node::Kind::scalar) fail_type("a whole number");
  const auto value = node_->quoted ? std::nullopt : parse_number<long long>(node_->text);
  // What does not fit into a long long is out of range, but still a whole number.
  const bool digits = node_->text.find_first_not_of("+-0123456789") == std::string::npos;
  if (!value && (node_->quoted || !digits)) {
    fail("must be a whole number, not " + in_words(*node_));
  }
  if (!value || *value < least || *value > most) {
    fail("must be from " + std::to_string(least) + " to " + std::to_string(most) + ", not " +
         fit_width(node_->text, 24));
  }
  return static_cast<int>(*value);
}

double Cursor::number(double least, double most) const {
  if (node_->kind != Node::Kind::scalar) fail_type("a number");
  const auto value = node_->quoted ? std::nullopt : parse_number<double>(node_->text);
  if (!value || std::isnan(*value)) {
    fail("must be a number, not " + in_words(*node_));
  }
  if (*value < least || *value > most) {
    fail("must be from " + decimal(least) + " to " + decimal(most) + ", not " +
         fit_width(node_->text, 24));
  }
  return *value;
}

bool Cursor::boolean() const {
  if (node_->kind != Node::Kind::scalar) fail_type("true or false");
  const std::string& value = node_->text;
  if (!node_->quoted) {
    if (value == "true" || value == "True" || value == "TRUE") return true;
    if (value == "false" || value == "False" || value == "FALSE") return false;
  }
  fail("must be true or false, not " + in_words(*node_));
}

std::vector<Cursor> Cursor::list() const {
  if (node_->kind != Node::Kind::list) fail_type("a list");
  std::vector<Cursor> items;
  items.reserve(node_->items.size());
  for (std::size_t i = 0; i < node_->items.size(); ++i) {
    items.emplace_back(node_->items[i], file_, path_ + "[" + std::to_string(i) + "]");
  }
  return items;
}

MapCursor Cursor::map_of_any() const {
  if (node_->kind != Node::Kind::map) fail_type("a map of keys and values");
  return MapCursor(*this);
}

MapCursor Cursor::map(const std::vector<std::string>& allowed) const {
  MapCursor cursor = map_of_any();
  for (const MapCursor::Entry& entry : cursor.entries()) {
    const std::string& name = entry.key.name;
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
    cursor.fail_key(entry, "unknown key", suggestion(name, allowed));
  }
  return cursor;
}

MapCursor::MapCursor(const Cursor& whole) : whole_(whole) {
  const Node& node = *whole.node_;
  const std::string prefix = whole.path_.empty() ? "" : whole.path_ + ".";
  std::map<std::string_view, int> first_line;
  entries_.reserve(node.items.size());
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Key& key = node.keys[i];
    entries_.push_back(
        {key, Cursor(node.items[i], whole.file_, prefix + fit_width(one_line(key.name), 60))});
    const auto [known, is_new] = first_line.emplace(key.name, key.position.line);
    if (is_new) continue;
    fail_key(entries_.back(), "given twice (first on line " + std::to_string(known->second) + ")",
             "keep one of the two");
  }
}

std::optional<Cursor> MapCursor::find_or_null(std::string_view key) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.key.name == key; });
  if (found == entries_.end()) return std::nullopt;
  return found->value;
}

std::optional<Cursor> MapCursor::find(std::string_view key) const {
  auto value = find_or_null(key);
  if (value && value->is_null()) return std::nullopt;
  return value;
}

Cursor MapCursor::need(std::string_view key) const {
  if (const auto value = find(key)) return *value;
  const std::string prefix = whole_.path_.empty() ? "" : whole_.path_ + ".";
  whole_.fail_at(whole_.position(), prefix + std::string(key), "is missing", {});
}

void MapCursor::fail_key(const Entry& entry, const std::string& why,
                         const std::string& hint) const {
  whole_.fail_at(entry.key.position, entry.value.path_, why, hint);
}

}  // namespace execassist::yaml
