// What the fuzz targets demand of every parser, whatever bytes come in. A broken demand ends the
// process, so that libFuzzer keeps the input.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/ports/calendar_source.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace execassist::fuzz {

// Ends the process where `holds` is false, and says which demand it was.
void demand(bool holds, std::string_view what);

void demand_safe_line(const std::string& text, std::size_t longest, std::string_view what);

// A meeting as the store takes it: an id, texts that are valid and bounded, no end before the
// start. REQUIRES: `request` is what it was read for.
void demand_sound(const MeetingFacts& facts, const FetchRequest& request);

// Each meeting is sound, in order, with an id of its own, and wanted.
void demand_sound(const FetchResult& result, const FetchRequest& request);

// What a person would ask for: a fortnight in a zone that changes its clocks in it, and meetings
// that are known from before.
const FetchRequest& a_request();

// The message of the Error that `act` threw; empty when it came to its end. Demands that the error
// is of `kind` and can be shown.
std::string refusal_of(ErrorKind kind, const std::function<void()>& act);

}  // namespace execassist::fuzz
