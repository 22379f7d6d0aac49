// What Slack refuses in the blocks of a message: Block Kit's types and limits, as far as the
// channel uses them.
#pragma once

#include "render/slack_text.hpp"
#include "wire/json.hpp"

#include <set>
#include <string>

namespace execassist::testing {

// The string under that key; empty without one.
inline const std::string& text_at(const wire::Json& object, const char* key) {
  static const std::string kNone;
  const wire::Json* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? kNone : *text;
}

// What Slack's limits say of one text object.
inline std::string text_problem(const wire::Json* object, std::size_t most, bool plain_only) {
  if (object == nullptr) return "a text is missing";
  const std::string& type = text_at(*object, "type");
  if (type != "plain_text" && (plain_only || type != "mrkdwn")) return "a text of type " + type;
  const std::string& text = text_at(*object, "text");
  if (text.empty()) return "an empty text";
  return render::slack_length(text) > most ? "a text is too long" : "";
}

inline std::string button_problem(const wire::Json& button, std::set<std::string>& actions) {
  if (text_at(button, "type") != "button") return "not a button";
  const std::string& action = text_at(button, "action_id");
  if (action.empty() || action.size() > 255) return "an action_id";
  if (!actions.insert(action).second) return "an action_id comes twice";
  if (text_at(button, "value").size() > 2000) return "a value is too long";
  if (button.find("style") != nullptr && text_at(button, "style") != "primary") return "a style";
  return text_problem(button.find("text"), 75, true);
}

inline std::string elements_problem(const wire::Json& block, bool buttons, std::size_t most,
                                    std::set<std::string>& actions) {
  const wire::Json* elements = block.find("elements");
  const auto* items = elements == nullptr ? nullptr : elements->as_array();
  if (items == nullptr || items->empty() || items->size() > most) return "the number of elements";
  for (const wire::Json& item : *items) {
    const std::string problem =
        buttons ? button_problem(item, actions) : text_problem(&item, 3000, false);
    if (!problem.empty()) return problem;
  }
  return {};
}

inline std::string one_block_problem(const wire::Json& block, std::set<std::string>& actions) {
  const std::string& type = text_at(block, "type");
  if (type == "header") return text_problem(block.find("text"), 150, true);
  if (type == "section") return text_problem(block.find("text"), 3000, false);
  if (type == "actions") return elements_problem(block, true, 25, actions);
  if (type == "context") return elements_problem(block, false, 10, actions);
  return "a block of type " + type;
}

// Why Slack would not take these blocks; empty when it would.
inline std::string block_problem(const wire::Json& blocks) {
  const auto* items = blocks.as_array();
  if (items == nullptr || items->size() > 50) return "the number of blocks";
  std::set<std::string> ids;
  std::set<std::string> actions;
  for (const wire::Json& block : *items) {
    const std::string& id = text_at(block, "block_id");
    if (id.size() > 255 || (!id.empty() && !ids.insert(id).second)) return "a block_id";
    const std::string problem = one_block_problem(block, actions);
    if (!problem.empty()) return problem;
  }
  return {};
}

}  // namespace execassist::testing
