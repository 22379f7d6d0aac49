#include "render/template.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>
#include <mutex>

#include <kainjow/mustache.hpp>

namespace execassist::render {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::size_t kLargestTemplate = std::size_t{64} * 1024;
constexpr std::size_t kLargestResult = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kDeepestSection = 32;
constexpr std::size_t kMostKept = 128;  // more are parsed again: nobody has so many

mustache::data to_library(const TemplateData& data) {
  struct Convert {
    mustache::data operator()(const std::string& text) const { return mustache::data(text); }
    mustache::data operator()(bool condition) const { return mustache::data(condition); }
    mustache::data operator()(const TemplateData::List& list) const {
      mustache::list items;
      items.reserve(list.size());
      for (const TemplateData& item : list) items.push_back(to_library(item));
      return mustache::data(items);
    }
    mustache::data operator()(const TemplateData::Map& map) const {
      mustache::data object;
      for (const auto& [name, value] : map) object[name] = to_library(value);
      return object;
    }
  };
  return std::visit(Convert{}, data.value());
}

[[noreturn]] void refuse(const std::string& name, std::string_view text, std::size_t at,
                         const std::string& why) {
  const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  throw Error(ErrorKind::configuration,
              one_line(name) + ":" + std::to_string(lines + 1) + ": " + one_line(why),
              "it is a mustache template; config/materials/README.md says what it may hold");
}

// What the library would take in silence, or go through one call deeper each time.
void check_tags(std::string_view text, const std::string& name) {
  std::size_t depth = 0;
  for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
    const std::size_t tag = at;
    at = std::min(text.find_first_not_of("{ \t", at), text.size());
    if (at == text.size()) return;
    const char kind = text[at];
    if (kind == '>') refuse(name, text, tag, "templates cannot include others ({{>)");
    if (kind == '#' || kind == '^') ++depth;
    if (kind == '/' && depth > 0) --depth;
    if (depth > kDeepestSection) refuse(name, text, tag, "too many sections within each other");
  }
}

// "Unclosed section "x" at 120" → the words and the offset.
[[noreturn]] void refuse_as_said(const std::string& name, std::string_view text,
                                 const std::string& said) {
  const std::size_t at = said.rfind(" at ");
  std::size_t offset = 0;
  std::string why = said;
  if (at != std::string::npos) {
    offset = std::min<std::size_t>(std::strtoul(said.c_str() + at + 4, nullptr, 10), text.size());
    why = said.substr(0, at);
  }
  if (!why.empty() && why[0] >= 'A' && why[0] <= 'Z') why[0] = static_cast<char>(why[0] + 32);
  refuse(name, text, offset, why);
}

}  // namespace

struct PreparedData::Tree {
  mustache::data data;
};

PreparedData::PreparedData(const TemplateData& data)
    : tree_(std::make_unique<Tree>(Tree{to_library(data)})) {}
PreparedData::PreparedData(PreparedData&&) noexcept = default;
PreparedData& PreparedData::operator=(PreparedData&&) noexcept = default;
PreparedData::~PreparedData() = default;

struct Template::Parsed {
  explicit Parsed(const std::string& text) : mustache(text) {
    mustache.set_custom_escape([](const std::string& value) { return value; });
  }
  mustache::mustache mustache;
  std::mutex guard;  // rendering changes the library's object
};

Template::Template(std::string_view text, const std::string& name) : name_(name) {
  if (text.size() > kLargestTemplate) refuse(name, text, 0, "a template has at most 64 KiB");
  const std::string safe = to_valid_utf8(text);
  check_tags(safe, name);
  try {
    parsed_ = std::make_unique<Parsed>(safe);
  } catch (const std::out_of_range&) {
    refuse(name, safe, safe.size(), "a tag at the end is not closed");
  }
  if (!parsed_->mustache.is_valid()) refuse_as_said(name, safe, parsed_->mustache.error_message());
}

Template::~Template() = default;

std::string Template::render(const PreparedData& data) const {
  const std::scoped_lock lock(parsed_->guard);
  std::string out;
  parsed_->mustache.render(data.tree_->data, [&](const std::string& piece) {
    if (out.size() + piece.size() > kLargestResult) {
      throw Error(ErrorKind::configuration, one_line(name_) + ": what it makes is over 4 MiB");
    }
    out += piece;
  });
  return out;
}

std::shared_ptr<const Template> parsed_template(const std::string& text, const std::string& name) {
  static std::mutex guard;
  static std::map<std::pair<std::string, std::string>, std::shared_ptr<const Template>> kept;
  const std::scoped_lock lock(guard);
  const auto key = std::make_pair(name, text);
  if (const auto found = kept.find(key); found != kept.end()) return found->second;
  if (kept.size() >= kMostKept) kept.clear();
  return kept.emplace(key, std::make_shared<const Template>(text, name)).first->second;
}

}  // namespace execassist::render
