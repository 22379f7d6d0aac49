// What `run --dry-run --days N` shows: what would be sent, by person and day, then what would not.
#pragma once

#include "app/foresight.hpp"
#include "cli/invocation.hpp"
#include "wire/json.hpp"

namespace execassist::cli {

// Calendars that could not be read further ahead, and channels whose settings are wrong.
void tell_foresight_problems(Invocation& call, const app::Foresight& foresight);

void print_foresight(Invocation& call, const app::Scope& scope, const app::Foresight& foresight);

// The keys `foresight`, `left`, `until` and `assumptions`.
void add_foresight_json(wire::Json& json, const app::Foresight& foresight);

}  // namespace execassist::cli
