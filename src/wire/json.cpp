#include "wire/json.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <nlohmann/json.hpp>

namespace execassist::wire {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMostValues = 1'000'000;  // two bytes of text may cost a hundred of memory

// What the library says, in our form: without its prefix and place, and without the text that it
// read last, which may be long, secret or unprintable.
std::string plain_message(std::string_view what) {
  if (const auto end = what.find("] "); what.starts_with("[") && end != what.npos) {
    what.remove_prefix(end + 2);
  }
  if (what.starts_with("parse error")) {
    if (const auto colon = what.find(": "); colon != what.npos) what.remove_prefix(colon + 2);
  }
  std::string message(what);
  if (const auto read = message.find("; last read: "); read != message.npos) {
    const auto expected = message.rfind("'; expected ");
    const auto end = expected != message.npos && expected > read ? expected + 1 : message.size();
    message.erase(read, end - read);
  }
  return one_line(message);
}

// Small objects are searched, large ones hashed: a hostile one must not cost quadratic time.
void keep_last_of_each_key(Json::Object& members) {
  constexpr std::size_t kSmall = 16;
  Json::Object kept;
  std::unordered_map<std::string, std::size_t> places;
  const bool hashed = members.size() > kSmall;
  kept.reserve(members.size());
  for (auto& member : members) {
    std::size_t place = kept.size();
    if (hashed) {
      place = places.try_emplace(member.first, place).first->second;
    } else {
      const auto known = std::find_if(
          kept.begin(), kept.end(),
          [&member](const Json::Member& other) { return other.first == member.first; });
      place = static_cast<std::size_t>(known - kept.begin());
    }
    if (place == kept.size()) {
      kept.push_back(std::move(member));
    } else {
      kept[place].second = std::move(member.second);
    }
  }
  members = std::move(kept);
}

// Builds our value from the library's events; refuses what is nested too deep before it is built.
class Builder {
 public:
  using Library = nlohmann::json;

  bool null() { return add(Json()); }
  bool boolean(bool value) { return add(Json(value)); }
  bool number_integer(Library::number_integer_t value) { return add(Json(value)); }
  bool number_unsigned(Library::number_unsigned_t value) {
    constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return add(value <= kLargest ? Json(static_cast<std::int64_t>(value))
                                 : Json(static_cast<double>(value)));
  }
  bool number_float(Library::number_float_t value, const std::string&) { return add(Json(value)); }
  bool string(std::string& value) { return add(Json(std::move(value))); }
  bool binary(Library::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(true); }
  bool start_array(std::size_t) { return open(false); }
  bool key(std::string& name) {
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() {
    Level level = close();
    keep_last_of_each_key(level.members);
    return add(Json(std::move(level.members)));
  }
  bool end_array() { return add(Json(close().items)); }

  bool parse_error(std::size_t position, const std::string&, const Library::exception& error) {
    constexpr int kOutOfRange = 406;  // quotes the number, however long
    problem_ = "byte " + std::to_string(position) + ": ";
    problem_ += error.id == kOutOfRange ? "the number is too large" : plain_message(error.what());
    return false;
  }

  Json take() { return std::move(root_); }
  const std::string& problem() const { return problem_; }

 private:
  struct Level {
    bool is_object = false;
    std::string key;
    Json::Object members;
    Json::Array items;
  };

  bool open(bool is_object) {
    if (open_.size() == kMaxDepth) {
      problem_ = "nested deeper than " + std::to_string(kMaxDepth);
      return false;
    }
    open_.emplace_back().is_object = is_object;
    return true;
  }

  Level close() {
    Level level = std::move(open_.back());
    open_.pop_back();
    return level;
  }

  bool add(Json value) {
    if (++values_ > kMostValues) {
      problem_ = "more than " + std::to_string(kMostValues) + " values";
      return false;
    }
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().members.emplace_back(std::move(open_.back().key), std::move(value));
    } else {
      open_.back().items.push_back(std::move(value));
    }
    return true;
  }

  std::vector<Level> open_;
  std::size_t values_ = 0;
  Json root_;
  std::string problem_;
};

class Writer {
 public:
  Writer(std::string& out, int indent) : out_(out), indent_(indent) {}

  void write(const Json& value, std::size_t depth) {
    if (const auto* text = value.as_string()) return write_string(*text);
    if (const auto* items = value.as_array()) return write_array(*items, depth);
    if (const auto* members = value.as_object()) return write_object(*members, depth);
    if (const auto flag = value.as_bool()) {
      out_ += *flag ? "true" : "false";
    } else if (const auto number = value.as_double()) {
      write_number(value, *number);
    } else {
      out_ += "null";
    }
  }

 private:
  void write_array(const Json::Array& items, std::size_t depth) {
    out_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += ',';
      break_line(depth + 1);
      write(items[i], depth + 1);
    }
    if (!items.empty()) break_line(depth);
    out_ += ']';
  }

  void write_object(const Json::Object& members, std::size_t depth) {
    out_ += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i > 0) out_ += ',';
      break_line(depth + 1);
      write_string(members[i].first);
      out_ += indent_ < 0 ? ":" : ": ";
      write(members[i].second, depth + 1);
    }
    if (!members.empty()) break_line(depth);
    out_ += '}';
  }

  void break_line(std::size_t depth) {
    if (indent_ < 0) return;
    out_ += '\n';
    out_.append(depth * static_cast<std::size_t>(indent_), ' ');
  }

  void write_number(const Json& value, double number) {
    std::array<char, 32> digits{};
    const auto append = [&](auto printed) {
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), printed).ptr;
      const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
      out_ += text;
      return text;
    };
    if (value.is_integer()) {
      append(*value.as_int());
    } else if (!std::isfinite(number)) {
      out_ += "null";
    } else if (append(number).find_first_of(".e") == std::string_view::npos) {
      out_ += ".0";  // so that it is read as a double again
    }
  }

  void write_string(std::string_view text) {
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) {
      const auto [character, size] = decode_character(text, at);
      write_character(character);
      at += size;
    }
    out_ += '"';
  }

  void write_character(char32_t character) {
    switch (character) {
      case '"':
        out_ += "\\\"";
        return;
      case '\\':
        out_ += "\\\\";
        return;
      case '\b':
        out_ += "\\b";
        return;
      case '\f':
        out_ += "\\f";
        return;
      case '\n':
        out_ += "\\n";
        return;
      case '\r':
        out_ += "\\r";
        return;
      case '\t':
        out_ += "\\t";
        return;
      default:
        break;
    }
    // DEL and the C1 controls need no escape in JSON, but a terminal would obey them.
    const bool control = character < 0x20 || (character >= 0x7F && character <= 0x9F);
    if (!control) return append_character(out_, character);
    constexpr std::string_view kDigits = "0123456789abcdef";
    out_ += "\\u00";
    out_ += kDigits[character >> 4];
    out_ += kDigits[character & 0xF];
  }

  std::string& out_;
  int indent_;
};

}  // namespace

std::optional<bool> Json::as_bool() const {
  const auto* flag = std::get_if<bool>(&value_);
  return flag ? std::optional(*flag) : std::nullopt;
}

std::optional<std::int64_t> Json::as_int() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return *number;
  const auto* number = std::get_if<double>(&value_);
  constexpr double kLimit = 9223372036854775808.0;  // 2^63, the first that does not fit
  if (number == nullptr || !(*number >= -kLimit && *number < kLimit)) return std::nullopt;
  if (std::trunc(*number) != *number) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

std::optional<double> Json::as_double() const {
  if (const auto* number = std::get_if<double>(&value_)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*number);
  return std::nullopt;
}

const Json* Json::find(std::string_view key) const {
  const auto* members = as_object();
  if (members == nullptr) return nullptr;
  const auto found = std::find_if(members->begin(), members->end(),
                                  [key](const Member& member) { return member.first == key; });
  return found == members->end() ? nullptr : &found->second;
}

Json& Json::set(std::string key, Json value) {
  if (is_null()) value_ = Object{};
  auto& members = std::get<Object>(value_);
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&key](const Member& member) { return member.first == key; });
  if (found == members.end()) {
    members.emplace_back(std::move(key), std::move(value));
  } else {
    found->second = std::move(value);
  }
  return *this;
}

Json& Json::push(Json item) {
  if (is_null()) value_ = Array{};
  std::get<Array>(value_).push_back(std::move(item));
  return *this;
}

std::string Json::dump(int indent) const {
  std::string out;
  Writer(out, indent).write(*this, 0);
  return out;
}

std::optional<Json> parse_json(std::string_view text, std::string* why) {
  // The library takes a NUL for the end of the text and would ignore what follows.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    if (why != nullptr) *why = "byte " + std::to_string(nul + 1) + ": a NUL byte";
    return std::nullopt;
  }
  Builder builder;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (why != nullptr) *why = builder.problem();
  return std::nullopt;
}

}  // namespace execassist::wire
