// A tree of keys, lists and values as indented lines: "key: value"; what belongs to a key stands
// one level deeper; of an item of a list that is a tree itself, the first line stands for the item
// and the others are one level deeper. Nothing is shown as "–". Pure.
#pragma once

#include "context/line_collector.hpp"
#include "wire/json.hpp"

namespace execassist::context {

void outline(const wire::Json& tree, LineCollector& out);

}  // namespace execassist::context
