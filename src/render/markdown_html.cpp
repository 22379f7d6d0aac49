#include "render/markdown_html.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

namespace execassist::render {
namespace {

struct Free {
  void operator()(char* text) const { std::free(text); }
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
using Node = std::unique_ptr<cmark_node, Free>;

constexpr int kOptions = CMARK_OPT_VALIDATE_UTF8;  // without UNSAFE

void attach(cmark_parser* parser, const char* name) {
  if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name)) {
    cmark_parser_attach_syntax_extension(parser, extension);
  }
}

Node parse(std::string_view markdown, cmark_parser* parser) {
  attach(parser, "table");
  attach(parser, "tasklist");
  attach(parser, "strikethrough");
  cmark_parser_feed(parser, markdown.data(), markdown.size());
  Node document(cmark_parser_finish(parser));
  if (!document) throw std::bad_alloc();
  return document;
}

std::vector<cmark_node*> nodes_of(cmark_node* document) {
  std::vector<cmark_node*> nodes;
  cmark_iter* iterator = cmark_iter_new(document);
  for (cmark_event_type event = cmark_iter_next(iterator); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iterator)) {
    if (event == CMARK_EVENT_ENTER) nodes.push_back(cmark_iter_get_node(iterator));
  }
  cmark_iter_free(iterator);
  return nodes;
}

// Its children stand where it stood; those that may not are lost.
void unwrap(cmark_node* node) {
  while (cmark_node* child = cmark_node_first_child(node)) {
    if (cmark_node_insert_before(node, child)) continue;
    cmark_node_unlink(child);
    cmark_node_free(child);
  }
  cmark_node_unlink(node);
  cmark_node_free(node);
}

bool leads_to_web_or_mail(cmark_node* link) {
  const char* url = cmark_node_get_url(link);
  const std::string_view target = url ? url : "";
  return target.starts_with("https://") || target.starts_with("http://") ||
         target.starts_with("mailto:") || target.starts_with("#");
}

void tame(cmark_node* node, const MarkdownPlace& place) {
  const cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
    cmark_node_unlink(node);
    cmark_node_free(node);
  } else if (type == CMARK_NODE_IMAGE) {
    unwrap(node);
  } else if (type == CMARK_NODE_LINK && !leads_to_web_or_mail(node)) {
    unwrap(node);
  } else if (type == CMARK_NODE_HEADING && place.level_shift != 0) {
    cmark_node_set_heading_level(
        node, std::clamp(cmark_node_get_heading_level(node) + place.level_shift, 1, 6));
  }
}

void drop_title(cmark_node* document) {
  cmark_node* first = cmark_node_first_child(document);
  if (!first || cmark_node_get_type(first) != CMARK_NODE_HEADING ||
      cmark_node_get_heading_level(first) != 1) {
    return;
  }
  cmark_node_unlink(first);
  cmark_node_free(first);
}

constexpr std::string_view kEmphasis = "<em>(";
constexpr std::string_view kEmphasisEnd = ")</em>";

// Where in `html` a label ends that begins at its start; nothing when it is no label.
std::size_t label_end(std::string_view html) {
  if (!html.starts_with(kEmphasis)) return std::string_view::npos;
  const std::size_t next_tag = html.find('<', 1);
  if (next_tag == std::string_view::npos || next_tag <= kEmphasis.size() + 1) {
    return std::string_view::npos;
  }
  return html.substr(next_tag - 1).starts_with(kEmphasisEnd) ? next_tag - 1
                                                             : std::string_view::npos;
}

// Labels, and a frame for each table that it can be moved in. The library writes every "<" of a
// text as an entity: what looks like a tag is one.
std::string dressed(std::string_view html) {
  std::string out;
  out.reserve(html.size() + html.size() / 4);
  while (!html.empty()) {
    const std::size_t tag = std::min(html.find('<'), html.size());
    out += html.substr(0, tag);
    html.remove_prefix(tag);
    if (const std::size_t end = label_end(html); end != std::string_view::npos) {
      const std::string_view label = html.substr(kEmphasis.size(), end - kEmphasis.size());
      const bool suggested = label.starts_with("suggestion");
      out += suggested ? "<span class=\"mark suggestion\">" : "<span class=\"mark fact\">";
      out += label;
      out += "</span>";
      html.remove_prefix(end + kEmphasisEnd.size());
    } else if (html.starts_with("<table>")) {
      out += "<div class=\"table\"><table>";
      html.remove_prefix(7);
    } else if (html.starts_with("</table>")) {
      out += "</table></div>";
      html.remove_prefix(8);
    } else if (!html.empty()) {
      out += '<';
      html.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

std::string markdown_html(std::string_view markdown, const MarkdownPlace& place) {
  static std::once_flag registered;
  std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
  const std::unique_ptr<cmark_parser, Free> parser(cmark_parser_new(kOptions));
  const Node document = parse(markdown, parser.get());
  if (place.without_title) drop_title(document.get());
  for (cmark_node* node : nodes_of(document.get())) tame(node, place);
  const std::unique_ptr<char, Free> html(cmark_render_html(
      document.get(), kOptions, cmark_parser_get_syntax_extensions(parser.get())));
  return dressed(html ? html.get() : "");
}

}  // namespace execassist::render
