#include "prep/materials_writer.hpp"

#include "prep/agenda_plan.hpp"
#include "prep/material_data.hpp"
#include "prep/material_words.hpp"
#include "render/html_page.hpp"
#include "render/markdown_html.hpp"
#include "render/markdown_text.hpp"
#include "render/template.hpp"
#include "render/when.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/settings/samples.hpp>

#include <array>

namespace execassist::prep {
namespace {

struct Kind {
  const char* name;
  const char* title;
};

constexpr std::array<Kind, 4> kKinds{{{"agenda", "Agenda"},
                                      {"context-brief", "Context brief"},
                                      {"question-bank", "Question bank"},
                                      {"notes", "Notes"}}};
constexpr std::size_t kPreviewLines = 8;
constexpr int kPreviewWidth = 100;
constexpr const char* kLegend =
    "Each line says where it is from: a *(fact: source)*, or a *(suggestion)* that is yours to "
    "change.";

std::string file_of(const Kind& kind) { return std::string(kind.name) + ".md"; }

struct Found {
  std::string text;
  std::string name;  // for messages
};

Found find_template(const std::string& type, const std::string& file, const TemplateLookup& own) {
  std::vector<std::string> paths{"default/" + file};
  if (!type.empty()) paths.insert(paths.begin(), type + "/" + file);
  for (const std::string& path : paths) {
    if (!own) break;
    if (auto text = own(path)) return {std::move(*text), "your template " + path};
  }
  for (const std::string& path : paths) {
    if (const auto text = sample_material(path)) return {std::string(*text), "template " + path};
  }
  throw Error(ErrorKind::failed, "template " + file + ": it is not built in");
}

// For a type that the rules do not know any more.
std::vector<AgendaPart> agenda_of_any() {
  return {{"Welcome and aims", 10}, {"Discussion", 70}, {"Decisions and next steps", 20}};
}

std::vector<std::string> preview_of(const std::vector<AgendaItem>& agenda,
                                    const MaterialsInput& input) {
  std::vector<std::string> lines;
  const std::size_t shown = agenda.size() > kPreviewLines ? kPreviewLines - 1 : agenda.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const AgendaItem& item = agenda[i];
    std::string line;
    if (item.start) line = shown_start(*item.start, input.meeting.facts.start, input.zone) + " ";
    line += fit_width(one_line(item.title), kPreviewWidth);
    if (item.length > minutes{0}) line += " (" + std::to_string(item.length.count()) + " min)";
    lines.push_back(line);
  }
  if (shown < agenda.size()) {
    lines.push_back("and " + std::to_string(agenda.size() - shown) + " more");
  }
  return lines;
}

std::string footer_of(const MaterialsInput& input) {
  std::string text =
      "Written for " + one_line(input.person) + " on " + render::stamp(input.now, input.zone);
  if (!input.cause.empty()) text += ": " + one_line(input.cause);
  return text + ".";
}

}  // namespace

std::vector<std::string> template_files() {
  std::vector<std::string> files;
  for (const Kind& kind : kKinds) files.push_back(file_of(kind));
  return files;
}

WrittenMaterials write_materials(const MaterialsInput& input, const TemplateLookup& own) {
  const std::vector<std::string> topics =
      input.session ? agenda_topics(*input.session) : std::vector<std::string>{};
  const std::vector<AgendaItem> agenda =
      plan_agenda(input.meeting.facts, input.type ? input.type->agenda : agenda_of_any(), topics);
  const render::PreparedData data{render::TemplateData(material_data(input, agenda))};
  const std::string type = input.type ? input.type->name : "";

  WrittenMaterials written;
  render::Page page;
  page.title = shown_title(input.meeting.facts);
  page.subtitle = shown_when(input.meeting.facts, input.zone, input.now);
  page.legend = render::markdown_html(kLegend);
  page.footer = footer_of(input);
  for (const Kind& kind : kKinds) {
    const std::string file = file_of(kind);
    const Found found = find_template(type, file, own);
    std::string text =
        render::without_gaps(render::parsed_template(found.text, found.name)->render(data));
    page.sections.push_back(
        {kind.name, kind.title,
         render::markdown_html(text, {.without_title = true, .level_shift = 1})});
    written.files.push_back({file, std::move(text)});
  }
  written.files.push_back({"materials.html", render::html_page(page)});
  written.preview = preview_of(agenda, input);
  return written;
}

}  // namespace execassist::prep
