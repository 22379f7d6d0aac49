// Mustache templates (mustache(5)): variables, sections, inverted sections, comments, delimiters;
// no partials and no lambdas. Values go in as they are, whatever the number of braces: what the
// tree holds must be escaped already for where it goes, and is never read as a template itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace execassist::render {

// What a template sees: a text, a condition, a list to repeat a section for, names.
class TemplateData {
 public:
  using List = std::vector<TemplateData>;
  using Map = std::vector<std::pair<std::string, TemplateData>>;  // a later name wins

  TemplateData(std::string text) : value_(std::move(text)) {}
  TemplateData(const char* text) : value_(std::string(text)) {}
  TemplateData(bool condition) : value_(condition) {}
  TemplateData(List list) : value_(std::move(list)) {}
  TemplateData(Map map) : value_(std::move(map)) {}

  using Value = std::variant<std::string, bool, List, Map>;
  const Value& value() const { return value_; }

 private:
  Value value_;
};

// A tree in the form that templates read: made once, used for many.
class PreparedData {
 public:
  explicit PreparedData(const TemplateData& data);
  PreparedData(PreparedData&&) noexcept;
  PreparedData& operator=(PreparedData&&) noexcept;
  ~PreparedData();

 private:
  friend class Template;
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

// A parsed template; used from several threads at once.
class Template {
 public:
  // `name` is for messages. Throws Error{configuration}: "name:line: why".
  Template(std::string_view text, const std::string& name);
  ~Template();

  // A name that the data lack gives nothing. Throws Error{configuration}: the result is over 4 MiB.
  std::string render(const PreparedData& data) const;

 private:
  struct Parsed;
  std::string name_;
  std::unique_ptr<Parsed> parsed_;
};

// Parsed at the first call with this text, then kept for the life of the process.
std::shared_ptr<const Template> parsed_template(const std::string& text, const std::string& name);

}  // namespace execassist::render
