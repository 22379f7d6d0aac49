#include "app/context_gathering.hpp"

#include "app/worker_pool.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <exception>
#include <utility>

namespace execassist::app {
namespace {

// Sources asked at once. They wait for programs and for the network, and cost no processor; what
// each may answer is limited, and 64 such answers are no burden.
constexpr std::size_t kWidth = 64;

struct Call {
  std::string name;
  std::string label;
  std::shared_ptr<ContextSource> source;
  ContextRequest request;
  bool shared = false;
  ContextItem answer;
  bool cut_off = false;
};

ContextRequest request_for(const Meeting& meeting, Instant now) {
  return {meeting.meeting_id, meeting.state.meeting_type.value_or("default"),
          meeting.user_id,    meeting.facts.start,
          meeting.facts.end,  now};
}

ContextItem without_answer(const std::string& name, const std::string& label,
                           const std::string& problem) {
  ContextItem item;
  item.source = name;
  item.label = label.empty() ? name : label;
  item.problem = problem.empty() ? "it could not be had" : problem;
  return item;
}

// On a thread of its own. Sources promise not to throw; a broken one must not end the others.
void ask(Call& call) {
  try {
    call.answer = call.source->fetch(call.request);
    call.answer.source = call.name;
    if (call.answer.label.empty()) call.answer.label = call.label;
  } catch (const Error& error) {
    call.cut_off = error.kind() == ErrorKind::terminated;
    call.answer = without_answer(call.name, call.label, one_line(error.message()));
  } catch (const std::exception&) {
    call.answer = without_answer(call.name, call.label, "it failed unexpectedly");
  }
}

void ask_all(std::deque<Call>& calls) {
  WorkerPool pool(kWidth);
  std::size_t begun = 0;
  for (std::size_t ended = 0; ended < calls.size(); ++ended) {
    for (; begun < calls.size() && pool.has_room(); ++begun) {
      pool.start(begun, [&call = calls[begun]] { ask(call); });
    }
    pool.wait();
  }
  for (const Call& call : calls) {
    if (call.cut_off) throw Error(ErrorKind::terminated, call.answer.problem);
  }
}

// A name that the type gives twice counts once.
std::vector<std::string> sources_of(const Rules& rules, const Meeting& meeting) {
  const MeetingType* type = rules.find(meeting.state.meeting_type.value_or("default"));
  std::vector<std::string> names;
  if (type == nullptr) return names;
  for (const std::string& name : type->required_context) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace

const ContextGathering::Known& ContextGathering::known(const std::string& name) {
  const auto [place, is_new] = known_.try_emplace(name);
  Known& known = place->second;
  if (!is_new) return known;
  known.label = one_line(name);
  const ContextSettings* settings = scope_.settings.find_context(name);
  if (settings == nullptr) {
    known.problem = "the configuration has no source of that name under `context:`";
    return known;
  }
  if (!settings->label.empty()) known.label = settings->label;
  try {
    known.source = scope_.edges.context_source(*settings);
  } catch (const Error& error) {
    known.problem = one_line(error.message());
  }
  return known;
}

std::vector<std::vector<ContextItem>> ContextGathering::gather(
    const std::vector<Meeting>& meetings) {
  std::vector<std::vector<ContextItem>> gathered(meetings.size());
  struct Place {
    std::size_t meeting;
    std::size_t item;
    std::size_t call;
  };
  std::deque<Call> calls;
  std::vector<Place> places;
  std::map<std::string, std::size_t> shared_calls;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    for (const std::string& name : sources_of(scope_.rules, meetings[i])) {
      const Known& source = known(name);
      const auto said_before = shared_.find(name);
      if (!source.source || said_before != shared_.end()) {
        gathered[i].push_back(source.source ? said_before->second
                                            : without_answer(name, source.label, source.problem));
        continue;
      }
      const bool shared = !source.source->depends_on_meeting();
      const auto already = shared_calls.find(name);
      const bool asked = shared && already != shared_calls.end();
      places.push_back({i, gathered[i].size(), asked ? already->second : calls.size()});
      gathered[i].emplace_back();
      if (asked) continue;
      if (shared) shared_calls.emplace(name, calls.size());
      calls.push_back(
          {name, source.label, source.source, request_for(meetings[i], scope_.now()), shared, {}});
    }
  }
  ask_all(calls);
  for (const Place& place : places) {
    gathered[place.meeting][place.item] = calls[place.call].answer;
  }
  for (Call& call : calls) {
    if (call.shared) shared_.emplace(call.name, std::move(call.answer));
  }
  return gathered;
}

}  // namespace execassist::app
