// The columns of meetings and meeting_states, without those that SQL derives.
#pragma once

#include "store/columns.hpp"

#include <execassist/model/meeting.hpp>

namespace execassist::store {

template <class Facts, class Visit>
void each_fact_column(Facts& facts, Visit visit) {
  visit("external_id", facts.external_id);
  visit("ical_uid", facts.ical_uid);
  visit("recurrence_id", facts.recurrence_id);
  visit("series_id", facts.series_id);
  visit("source", facts.source);
  visit("title", facts.title);
  visit("description", facts.description);
  visit("start_time", facts.start);
  visit("end_time", facts.end);
  visit("time_zone", facts.time_zone);
  visit("location", facts.location);
  visit("join_url", facts.join_url);
  visit("organizer", facts.organizer);
  visit("attendees_omitted", facts.attendees_omitted);
  visit("all_day", facts.all_day);
  visit("transparent", facts.transparent);
  visit("tentative", facts.tentative);
  visit("cancelled", facts.cancelled);
  visit("entry", facts.entry);
  visit("own_response", facts.own_response);
  visit("sequence", facts.sequence);
  visit("problem", facts.problem);
}

template <class State, class Visit>
void each_state_column(State& state, Visit visit) {
  visit("status", state.status);
  visit("meeting_type", state.meeting_type);
  visit("prep_lead", state.prep_lead);
  visit("prep_trigger_time", state.prep_trigger_time);
  visit("prep_outcome", state.prep_outcome);
  visit("type_reason", state.type_reason);
  visit("unprepared_reason", state.unprepared_reason);
  visit("round", state.round);
  visit("revision", state.revision);
  visit("notification_id", state.notification_id);
  visit("notification_sent_at", state.notification_sent_at);
  visit("materials_url", state.materials_url);
  visit("duplicate_of", state.duplicate_of);
}

}  // namespace execassist::store
