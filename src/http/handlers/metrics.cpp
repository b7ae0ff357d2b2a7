#include "http/handlers/metrics.hpp"

#include "http/metrics.hpp"
#include "http/services.hpp"

#include <string>

namespace nameplate::http {
namespace {

void append_metric(std::string& out, std::string_view name, std::string_view type, std::string_view help,
                   std::int64_t value) {
  out.append("# HELP nameplate_").append(name).append(" ").append(help).append("\n# TYPE nameplate_").append(name);
  out.append(" ").append(type).append("\nnameplate_").append(name).append(" ");
  out.append(std::to_string(value)).append("\n");
}

void append_ledger(std::string& out, Services const& services) {
  auto const& ledger = services.ledger;
  auto const figures = ledger.writer.figures();
  append_metric(out, "ledger_sequence", "gauge", "Newest durable event.", ledger.writer.sequence());
  append_metric(out, "writer_waiting", "gauge", "Commands waiting for the writer.",
                static_cast<std::int64_t>(figures.waiting));
  append_metric(out, "writer_groups_total", "counter", "Transactions committed.", figures.groups);
  append_metric(out, "writer_commands_total", "counter", "Commands decided.", figures.commands);
  append_metric(out, "writer_events_total", "counter", "Events recorded.", figures.events);
  append_metric(out, "clock_suspect", "gauge", "1 while writes are refused because the clock cannot be trusted.",
                ledger.writer.clock_is_suspect() ? 1 : 0);
  append_metric(out, "uptime_seconds", "gauge", "Seconds since the start.",
                (ledger.clock.now().microseconds - services.started_at.microseconds) / base::microseconds_per_second);
}

void append_backups(std::string& out, Services const& services) {
  if (services.backups == nullptr || services.backups->plan().folder.empty()) {
    return;
  }
  auto const figures = services.backups->figures();
  append_metric(out, "backups_made_total", "counter", "Backups made since the start.", figures.made);
  append_metric(out, "backups_failed_total", "counter", "Backups that failed since the start.", figures.failed);
  append_metric(out, "backup_newest_timestamp_seconds", "gauge", "When the newest backup was made; 0: there is none.",
                figures.newest.microseconds / base::microseconds_per_second);
  append_metric(out, "backup_late", "gauge",
                "1 while the last backup failed, or the newest is older than twice its time.",
                services.backups->is_late() ? 1 : 0);
}

/// Names of the store may hold what Prometheus does not allow in a name.
std::string metric_name(std::string_view figure) {
  std::string name = "store_";
  for (char const c : figure) {
    bool const fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    name.push_back(fine ? c : '_');
  }
  return name;
}

}  // namespace

void get_metrics(Services& services, Request&& /*request*/, Respond respond) {
  std::string text = services.metrics == nullptr ? std::string() : services.metrics->prometheus_text();
  append_ledger(text, services);
  append_backups(text, services);
  for (auto const& [name, value] : services.ledger.store.figures()) {
    append_metric(text, metric_name(name), "gauge", "A figure of the store.", value);
  }
  respond({.status = 200, .content_type = "text/plain; version=0.0.4; charset=utf-8", .body = std::move(text)});
}

}  // namespace nameplate::http
