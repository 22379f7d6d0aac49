// Values with a shape of their own that stand in one column: written as JSON, so that a person at
// the database can read them, and read back by SQLite's own json functions. Any bytes but NUL come
// back as they were.
#pragma once

#include "store/database.hpp"

#include <execassist/model/context_item.hpp>
#include <execassist/model/materials.hpp>

#include <string>
#include <vector>

namespace execassist::store {

// ["...", ...]
std::string document_of(const std::vector<std::string>& lines);
std::vector<std::string> lines_in(const Database& database, const std::string& document);

// {"title", "start", "end", "location", "description_digest", "attendees": [...], "join_url",
// "organizer", "all_day"}; times are Unix seconds, and the last three may be missing.
std::string document_of(const MeetingSnapshot& snapshot);
MeetingSnapshot snapshot_in(const Database& database, const std::string& document);

// {"source", "label", "origin", "as_of", "problem", "header": [...], "rows": [[...]],
// "lines": [[depth, text]], "left_out"}.
std::string document_of(const ContextItem& item);
ContextItem item_in(const Database& database, const std::string& document);

}  // namespace execassist::store
