#include "prep/agenda_plan.hpp"

#include <algorithm>
#include <numeric>

namespace execassist::prep {
namespace {

constexpr long long kRoundUnit = 5;

// Indices by what `value` gives for them, the largest first, else in their order.
template <class Value>
std::vector<std::size_t> by_size(std::size_t count, Value value) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return value(a) > value(b); });
  return order;
}

// Largest remainders; then who got nothing takes one unit from whoever has most.
std::vector<long long> units_for(long long units, const std::vector<long long>& shares) {
  const long long whole = std::accumulate(shares.begin(), shares.end(), 0LL);
  std::vector<long long> out(shares.size());
  long long left = units;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    out[i] = units * shares[i] / whole;
    left -= out[i];
  }
  const auto remainder = [&](std::size_t i) { return units * shares[i] % whole; };
  for (const std::size_t i : by_size(shares.size(), remainder)) {
    if (left-- <= 0) break;
    ++out[i];
  }
  for (long long& mine : out) {
    if (mine > 0) continue;
    --*std::max_element(out.begin(), out.end());
    mine = 1;
  }
  return out;
}

std::vector<AgendaItem> items_of(const std::vector<AgendaPart>& parts,
                                 const std::vector<std::string>& topics,
                                 std::vector<long long>& shares) {
  std::vector<AgendaItem> items;
  const auto main_part =
      std::max_element(parts.begin(), parts.end(),
                       [](const AgendaPart& a, const AgendaPart& b) { return a.share < b.share; });
  const auto count = static_cast<long long>(std::max<std::size_t>(topics.size(), 1));
  const auto add_topics = [&](const std::string& part, long long share) {
    for (const std::string& topic : topics) {
      items.push_back({topic, true, part, minutes{0}, {}});
      shares.push_back(share);
    }
  };
  if (parts.empty()) add_topics({}, 1);
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    const long long share = std::max(part->share, 1);
    if (part == main_part && !topics.empty()) {
      add_topics(part->title, share);
    } else {
      items.push_back({part->title, false, {}, minutes{0}, {}});
      shares.push_back(share * count);
    }
  }
  return items;
}

}  // namespace

std::vector<minutes> share_out(minutes total, const std::vector<long long>& shares) {
  std::vector<minutes> out(shares.size(), minutes{0});
  const auto count = static_cast<long long>(shares.size());
  if (count == 0 || total <= minutes{0}) return out;
  if (total.count() < count) {
    long long left = total.count();
    for (const std::size_t i : by_size(shares.size(), [&](std::size_t i) { return shares[i]; })) {
      if (left-- <= 0) break;
      out[i] = minutes{1};
    }
    return out;
  }
  const bool round = total.count() % kRoundUnit == 0 && total.count() >= 2 * kRoundUnit * count;
  const long long unit = round ? kRoundUnit : 1;
  const std::vector<long long> units = units_for(total.count() / unit, shares);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = minutes{units[i] * unit};
  return out;
}

std::vector<AgendaItem> plan_agenda(const MeetingFacts& facts, const std::vector<AgendaPart>& parts,
                                    const std::vector<std::string>& topics) {
  std::vector<long long> shares;
  std::vector<AgendaItem> items = items_of(parts, topics, shares);
  if (facts.all_day) return items;
  const auto total = std::max(minutes{0}, std::chrono::round<minutes>(facts.end - facts.start));
  const std::vector<minutes> lengths = share_out(total, shares);
  Instant start = facts.start;
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].length = lengths[i];
    if (total > minutes{0}) items[i].start = start;
    start += lengths[i];
  }
  return items;
}

}  // namespace execassist::prep
