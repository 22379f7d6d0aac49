#include "app/serve_status.hpp"

#include "store/job_repository.hpp"
#include "store/queue_repository.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <initializer_list>

namespace execassist::app {
namespace {

std::string described(const std::string& name, const std::string& type, const std::string& help) {
  return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

// A name that the format takes: job names are ours, yet come from a table.
std::string label(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

std::string sample(const std::string& name, const std::string& key, std::string_view value,
                   long long number) {
  return name + "{" + key + "=\"" + label(value) + "\"} " + std::to_string(number) + "\n";
}

// The states that matter stand there with 0 as well, so that an alarm can be set on them.
std::string by_state(const std::string& name, const std::string& help, store::CountsByState counts,
                     std::initializer_list<const char*> always) {
  for (const char* state : always) counts.try_emplace(state, 0);
  std::string text = described(name, "gauge", help);
  for (const auto& [state, number] : counts) text += sample(name, "state", state, number);
  return text;
}

}  // namespace

std::string store_objection(const OpenStore& open) {
  try {
    store::Database database = open(Seconds{1});
    const auto tried = database.begin();
    return {};
  } catch (const Error& error) {
    return one_line(error.message());
  }
}

std::string metrics_text(store::Database& database, const ServeCounts& counts) {
  const store::QueueRepository queues(database);
  const std::string requests = "execassist_slack_requests_total";
  std::string text = described(requests, "counter", "Requests from Slack, by what became of them.");
  for (std::size_t i = 0; i < kServeResults.size(); ++i) {
    text += sample(requests, "result", kServeResults[i], counts.of(static_cast<ServeResult>(i)));
  }
  text += by_state("execassist_inbox", "What came in from Slack.", queues.inbox(),
                   {"pending", "failed"});
  text += by_state("execassist_outbox", "Messages to people.", queues.outbox(),
                   {"pending", "sending", "dead"});
  text +=
      by_state("execassist_builds", "Builds of materials.", queues.builds(), {"pending", "failed"});
  text += described("execassist_redraws", "gauge", "Messages that wait to be drawn anew.") +
          "execassist_redraws " + std::to_string(queues.redraws()) + "\n";
  const std::string finished = "execassist_job_finished_timestamp_seconds";
  text += described(finished, "gauge", "When each job last ended.");
  for (const store::JobRun& run : store::JobRepository(database).latest()) {
    if (!run.finished_at) continue;
    text += sample(finished, "job", run.job, run.finished_at->time_since_epoch().count());
  }
  return text;
}

}  // namespace execassist::app
