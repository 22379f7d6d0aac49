#include "render/template.hpp"

#include "support/error_of.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

using List = TemplateData::List;
using Map = TemplateData::Map;

std::string rendered(const std::string& text, Map data) {
  return Template(text, "t.md").render(PreparedData(TemplateData(std::move(data))));
}

TEST_CASE("texts, conditions, lists and names") {
  struct Case {
    std::string text;
    std::string out;
  };
  const Map data{{"title", "A & <b> {{not}} \\*"},
                 {"yes", true},
                 {"no", false},
                 {"none", List{}},
                 {"rows", List{Map{{"cells", List{"1", "2"}}}, Map{{"cells", List{"3", "4"}}}}}};
  const std::vector<Case> cases{
      {"{{title}}", "A & <b> {{not}} \\*"},
      {"{{{title}}}{{&title}}", "A & <b> {{not}} \\*A & <b> {{not}} \\*"},
      {"{{#yes}}y{{/yes}}{{^yes}}n{{/yes}}{{#no}}y{{/no}}{{^no}}n{{/no}}", "yn"},
      {"{{#none}}x{{/none}}{{^none}}none{{/none}}", "none"},
      {"{{#rows}}\n|{{#cells}} {{.}} |{{/cells}}\n{{/rows}}\n", "| 1 | 2 |\n| 3 | 4 |\n"},
      {"[{{missing}}]", "[]"},
      {"{{=<% %>=}}<%title%>{{title}}", "A & <b> {{not}} \\*{{title}}"},
      {"", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(rendered(one.text, data) == one.out);
  }
}

TEST_CASE("what is wrong with a template, and on which line") {
  struct Case {
    std::string text;
    std::string message;
  };
  const std::vector<Case> cases{{"a\nb {{#x}}\n", "t.md:2: unclosed section"},
                                {"a\n\n{{/x}}", "t.md:3: unopened section"},
                                {"\n{{x", "t.md:2: unclosed tag"},
                                {"{{#a}}{{/b}}", "t.md:1: unclosed section"},
                                {"x\n{{> other}}", "t.md:2: templates cannot"},
                                {"{{", "t.md:1: "},
                                {"{{{", "t.md:1: "},
                                {"{{=x=}}", "t.md:1: invalid set delimiter"},
                                {std::string(65 * 1024, 'x'), "t.md:1: a template has at most"}};
  for (const Case& one : cases) {
    CAPTURE(one.text.substr(0, 40));
    const auto error = testing::error_of([&] { rendered(one.text, {}); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::configuration);
    CHECK(error->message().substr(0, one.message.size()) == one.message);
    CHECK_FALSE(error->hint().empty());
  }
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "{{#a}}";
  CHECK(testing::error_of([&] { rendered(deep, {}); }));
}

TEST_CASE("a result that grows without end is refused") {
  const std::vector<TemplateData> many(30, TemplateData(std::string(10000, 'x')));
  const auto error = testing::error_of([&] {
    rendered("{{#l}}{{#l}}{{#l}}{{.}}{{/l}}{{/l}}{{/l}}", {{"l", many}});
  });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
}

TEST_CASE("a text is parsed once") {
  const auto first = parsed_template("same {{x}}", "a");
  CHECK(parsed_template("same {{x}}", "a") == first);
  CHECK(parsed_template("other {{x}}", "a") != first);
}

}  // namespace
}  // namespace execassist::render
