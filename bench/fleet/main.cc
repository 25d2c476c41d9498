// Simulates a fleet of workspaces in virtual time: registrar_fleet [WORKSPACES [SEEDS]].
// Prints one JSON object: for each scenario and schedule the figures of each seed, and the requests
// per second by the minute of the first one.

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <numeric>
#include <random>
#include <thread>

#include "bench/fleet/fleet.h"
#include "module/base/json.h"

namespace registrar::fleet {
namespace {

using Clients = std::array<const char*, 3>;
constexpr Clients kClients = {"registrar", "minute-zero", "random-minute"};
constexpr size_t kThreads = 2;

// Runs job(0), …, job(count - 1) on all threads.
template <typename Job>
void RunAll(size_t count, const Job& job) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) job(i);
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < kThreads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

// A random UUID, as the server makes the ids of workspaces.
std::string DrawUuid(std::mt19937_64& random) {
  const uint64_t high = (random() & ~0xF000ULL) | 0x4000ULL;
  const uint64_t low = (random() & ~(3ULL << 62U)) | (1ULL << 63U);
  std::array<char, 40> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32U),
      static_cast<unsigned>(high >> 16U & 0xFFFFU), static_cast<unsigned>(high & 0xFFFFU),
      static_cast<unsigned>(low >> 48U), static_cast<unsigned long long>(low & 0xFFFFFFFFFFFFULL));
  return {text.data(), static_cast<size_t>(length)};
}

std::vector<Slots> DrawFleet(uint64_t seed, size_t size) {
  std::mt19937_64 random(seed);
  std::vector<Slots> fleet;
  fleet.reserve(size);
  for (size_t i = 0; i < size; ++i) fleet.push_back(SlotsOf(DrawUuid(random), kSyncPeriod));
  return fleet;
}

double Ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// The largest number of requests within `width` minutes, begun at a multiple of it, as a multiple
// of what `mean` requests a minute make.
double Peak(const Tally& tally, size_t begin, size_t end, size_t width, double mean) {
  uint64_t largest = 0;
  for (size_t i = begin; i + width <= end; i += width) {
    const auto from = tally.requests.begin() + static_cast<std::ptrdiff_t>(i);
    const auto to = from + static_cast<std::ptrdiff_t>(width);
    largest = std::max(largest, std::accumulate(from, to, uint64_t{0}));
  }
  return static_cast<double>(largest) / (static_cast<double>(width) * mean);
}

size_t MinuteOf(WallTime time) {
  return static_cast<size_t>((time - kBegin) / std::chrono::minutes(1));
}

uint32_t Percentile(std::vector<uint32_t> values, double share) {
  if (values.empty()) return 0;
  const auto index = static_cast<size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index),
                   values.end());
  return values[index];
}

// mean: requests a minute of a calm day
Json FiguresOf(const Scenario& scenario, const Tally& tally, size_t size, double mean) {
  const size_t end = tally.requests.size();
  Json figures{{"syncs", tally.syncs},
               {"failed", tally.failed},
               {"peakByMinute", Peak(tally, 0, end, 1, mean)},
               {"peakByTenMinutes", Peak(tally, 0, end, 10, mean)}};
  if (scenario.outage) {
    const size_t over = MinuteOf(scenario.outage->end);
    figures["peakDuring"] = Peak(tally, MinuteOf(scenario.outage->begin), over, 1, mean);
    figures["peakAfter"] = Peak(tally, over, end, 1, mean);
    figures["syncedWithinPeriod"] = Ratio(tally.back, size);
    figures["minutesToRecover"] = {{"median", Percentile(tally.recovered, 0.5)},
                                   {"p99", Percentile(tally.recovered, 0.99)}};
  }
  return figures;
}

Json SeriesOf(const Tally& tally) {
  Json series = Json::array();
  for (const uint32_t requests : tally.requests) series.push_back(std::round(requests / 0.6) / 100);
  return series;
}

Tally Simulate(const Scenario& scenario, size_t client, const std::vector<Slots>& fleet,
               uint64_t seed) {
  VirtualLoop dice(seed * 1000 + client + 1);
  Tally tally(scenario);
  for (const Slots& slots : fleet) {
    if (client == 0) {
      RunWorkspace(scenario, slots, dice, tally);
    } else {
      RunBuiltIn(scenario, client == 1 ? BuiltIn::kMinuteZero : BuiltIn::kRandomMinute, dice,
                 tally);
    }
  }
  return tally;
}

Json Report(size_t size, size_t seeds) {
  std::vector<std::vector<Slots>> fleets(seeds);
  RunAll(seeds, [&](size_t i) { fleets[i] = DrawFleet(i + 1, size); });
  const std::vector<Scenario> scenarios = AllScenarios();
  const size_t kinds = scenarios.size() * kClients.size();
  std::vector<std::optional<Tally>> tallies(kinds * seeds);
  RunAll(tallies.size(), [&](size_t i) {
    const size_t kind = i / seeds;
    tallies[i] = Simulate(scenarios[kind / kClients.size()], kind % kClients.size(),
                          fleets[i % seeds], i % seeds + 1);
  });
  Json report{{"workspaces", size}, {"seeds", seeds}, {"scenarios", Json::array()}};
  for (size_t kind = 0; kind < kinds; ++kind) {
    const Scenario& scenario = scenarios[kind / kClients.size()];
    const size_t client = kind % kClients.size();
    const uint32_t requests = client == 0 ? kRequests : kBuiltInRequests;
    const double mean = static_cast<double>(size) * requests /
                        static_cast<double>(kSyncPeriod / std::chrono::minutes(1));
    Json entry{{"name", scenario.name},
               {"title", scenario.title},
               {"client", kClients.at(client)},
               {"requestsPerSecondOnAverage", mean / 60},
               {"figures", Json::array()}};
    for (size_t seed = 0; seed < seeds; ++seed) {
      entry["figures"].push_back(FiguresOf(scenario, *tallies[kind * seeds + seed], size, mean));
    }
    entry["series"] = SeriesOf(*tallies[kind * seeds]);
    report["scenarios"].push_back(std::move(entry));
  }
  return report;
}

}  // namespace
}  // namespace registrar::fleet

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const size_t size = arguments.empty() ? 1000000 : std::stoul(arguments[0]);
  const size_t seeds = arguments.size() < 2 ? 3 : std::stoul(arguments[1]);
  std::cout << registrar::fleet::Report(size, seeds).dump() << '\n';
  return 0;
}
