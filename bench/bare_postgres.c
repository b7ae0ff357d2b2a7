#define _POSIX_C_SOURCE 200809L
#include "bare_postgres.h"

#include "bare_common.h"

#include <libpq-fe.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum statement {
  insert_units,
  insert_identifiers,
  insert_subjects,
  add_counts,
  drop_counts,
  add_total,
  insert_events,
  read_head,
  write_head,
  find_keys,
  insert_keys,
  find_identifiers,
  read_units,
  find_holds,
  move_units,
  statement_count
};

/* One event registers all units of a call; of scans each has its own. */
static char const* const sql[statement_count] = {
    [insert_units] =
        "INSERT INTO unit (unit_id, product_id, serial_norm, serial, status, holder_kind, holder_id, last_event, "
        "latest_time) SELECT k.u, 1, k.s, NULL, 2, 1, 1, $3::bigint, $4::bigint "
        "FROM unnest($1::bigint[], $2::text[]) AS k(u, s)",
    [insert_identifiers] =
        "INSERT INTO identifier (value_norm, kind, scope, closed_by, twin, subject_id, valid_from, opened_by) "
        "SELECT k.s, 1, 1, 0, 0, k.u, $3::bigint, $4::bigint FROM unnest($1::bigint[], $2::text[]) AS k(u, s)",
    [insert_subjects] =
        "INSERT INTO event_subject (subject_id, event_time, event_id, role, state) "
        "SELECT k.u, $3::bigint, k.e, 1, '\\x0102010100000000'::bytea FROM unnest($1::bigint[], $2::bigint[]) AS k(u, "
        "e)",
    [add_counts] =
        "INSERT INTO unit_count (holder_id, holder_kind, product_id, status, owner_id, lot_id, units) "
        "SELECT k.p, 1, 1, 2, 0, 0, k.n FROM unnest($1::bigint[], $2::bigint[]) AS k(p, n) "
        "ON CONFLICT (holder_id, holder_kind, product_id, status, owner_id, lot_id) "
        "DO UPDATE SET units = unit_count.units + excluded.units",
    [drop_counts] =
        "DELETE FROM unit_count USING unnest($1::bigint[]) AS k(p) WHERE holder_id = k.p AND holder_kind = 1 AND "
        "product_id = 1 AND status = 2 AND owner_id = 0 AND lot_id = 0 AND units = 0",
    [add_total] =
        "INSERT INTO unit_total (product_id, status, owner_id, units) VALUES (1, 2, 0, $1::bigint) "
        "ON CONFLICT (product_id, status, owner_id) DO UPDATE SET units = unit_total.units + excluded.units",
    [insert_events] =
        "INSERT INTO event (event_id, sequence, verb, event_time, recorded_at, actor_id, location_id, body) "
        "SELECT k.e, k.q, 4, $3::bigint, $3::bigint, 1, 1, decode(repeat('00', $4::integer), 'hex') "
        "FROM unnest($1::bigint[], $2::bigint[]) AS k(e, q)",
    [read_head] = "SELECT sequence, recorded_at, rules_version FROM head WHERE ledger_id = 1 FOR UPDATE",
    [write_head] = "UPDATE head SET sequence = $1::bigint, recorded_at = $2::bigint WHERE ledger_id = 1",
    [find_keys] = "SELECT key, body, outcome FROM idempotency WHERE key = ANY ($1::bytea[])",
    [insert_keys] =
        "INSERT INTO idempotency (key, body, outcome, at) SELECT k.x, k.x, '\\x010203040506'::bytea, $2::bigint "
        "FROM unnest($1::bytea[]) AS k(x)",
    [find_identifiers] =
        "SELECT found.* FROM unnest($1::text[]) WITH ORDINALITY AS k(s, place) CROSS JOIN LATERAL (SELECT "
        "subject_id, kind, scope, closed_by FROM identifier WHERE value_norm = k.s) AS found "
        "ORDER BY k.place",
    [read_units] =
        "SELECT found.* FROM unnest($1::bigint[]) WITH ORDINALITY AS k(u, place) CROSS JOIN LATERAL (SELECT holder_id, "
        "last_event, product_id, serial_norm, status, holder_kind, owner_id, lot_id, latest_time FROM unit WHERE "
        "unit_id = k.u) AS found ORDER BY k.place",
    [find_holds] =
        "SELECT subject_id, hold_id FROM hold_member WHERE subject_id = ANY ($1::bigint[]) AND released_by IS NULL",
    [move_units] =
        "UPDATE unit SET holder_kind = 1, holder_id = k.p, last_event = k.e, latest_time = $5::bigint "
        "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS k(u, p, e, was) "
        "WHERE unit_id = k.u AND last_event = k.was",
};

/* A growing text: the arrays of a statement in the text form of the protocol. */
struct text {
  char* bytes;
  size_t size;
  size_t room;
};

struct bare_postgres {
  PGconn* connection;
  struct text arrays[3];
  int64_t units;
  int64_t next_event;
  int64_t sequence;
  uint64_t random;
};

static void clear(struct text* text) {
  text->size = 0;
}

__attribute__((format(printf, 2, 3))) static void append(struct text* text, char const* format, ...) {
  if (text->room - text->size < 256) {
    text->room = text->room * 2 + 4096;
    text->bytes = realloc(text->bytes, text->room);
  }
  va_list values;
  va_start(values, format);
  text->size += (size_t)vsnprintf(text->bytes + text->size, text->room - text->size, format, values);
  va_end(values);
}

static char const* opening(int64_t place) {
  return place == 0 ? "{" : ",";
}

static void append_serial(struct text* text, int64_t place, int64_t number) {
  append(text, "%sMK%012llX", opening(place), (unsigned long long)mixed_number(number));
}

static void append_number(struct text* text, int64_t place, int64_t number) {
  append(text, "%s%lld", opening(place), (long long)number);
}

static void give_up(struct bare_postgres* engine, char const* doing) {
  fprintf(stderr, "bare PostgreSQL: %s: %s\n", doing, PQerrorMessage(engine->connection));
  abort();
}

/* Sends a statement on its way; the answers come with fetch(). */
static void give(struct bare_postgres* engine, enum statement which, int count, char const* const* values) {
  char name[8];
  snprintf(name, sizeof name, "s%d", which);
  if (PQsendQueryPrepared(engine->connection, name, count, values, NULL, NULL, 0) != 1) {
    give_up(engine, sql[which]);
  }
}

static void give_plain(struct bare_postgres* engine, char const* text) {
  if (PQsendQueryParams(engine->connection, text, 0, NULL, NULL, NULL, NULL, 0) != 1) {
    give_up(engine, text);
  }
}

/* One round trip: the answers of the last `count` that were sent. `keep`, where not null, takes them. */
static void fetch(struct bare_postgres* engine, int count, PGresult** keep) {
  PQpipelineSync(engine->connection);
  for (int i = 0; i < count; ++i) {
    PGresult* const result = PQgetResult(engine->connection);
    ExecStatusType const status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      give_up(engine, "a statement");
    }
    if (keep != NULL) {
      keep[i] = result;
    } else {
      PQclear(result);
    }
    PQclear(PQgetResult(engine->connection));
  }
  PQclear(PQgetResult(engine->connection)); /* the end of the pipeline */
}

static bool is_good(PGresult* result) {
  bool const good = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
  PQclear(result);
  return good;
}

static bool run_text(struct bare_postgres* engine, char const* text) {
  return is_good(PQexec(engine->connection, text));
}

struct bare_postgres* bare_postgres_open(char const* url, char const* schema_sql) {
  struct bare_postgres* const engine = calloc(1, sizeof *engine);
  engine->random = 88172645463325252ULL;
  engine->next_event = 1000;
  engine->connection = PQconnectdb(url);
  bool good = run_text(engine,
                       "SET client_min_messages = warning; DROP SCHEMA IF EXISTS bare CASCADE; CREATE SCHEMA bare; "
                       "SET search_path = bare") &&
              run_text(engine, schema_sql);
  for (int i = 0; i < statement_count && good; ++i) {
    char name[8];
    snprintf(name, sizeof name, "s%d", i);
    good = is_good(PQprepare(engine->connection, name, sql[i], 0, NULL));
  }
  if (!good) {
    fprintf(stderr, "bare PostgreSQL: %s\n", PQerrorMessage(engine->connection));
    return NULL;
  }
  PQenterPipelineMode(engine->connection);
  return engine;
}

void bare_postgres_close(struct bare_postgres* engine) {
  PQexitPipelineMode(engine->connection);
  PQclear(PQexec(engine->connection, "DROP SCHEMA bare CASCADE"));
  PQfinish(engine->connection);
  for (int i = 0; i < 3; ++i) {
    free(engine->arrays[i].bytes);
  }
  free(engine);
}

double bare_postgres_register(struct bare_postgres* engine, int64_t count) {
  double const start = now_seconds();
  struct text* const ids = &engine->arrays[0];
  struct text* const serials = &engine->arrays[1];
  struct text* const events = &engine->arrays[2];
  char time[24];
  char event[24];
  char sequence[24];
  char units[24];
  char body[24];
  snprintf(time, sizeof time, "%lld", (long long)now_us());
  snprintf(event, sizeof event, "%lld", (long long)engine->next_event);
  snprintf(units, sizeof units, "%lld", (long long)count);
  snprintf(body, sizeof body, "%lld", (long long)count * 17);
  clear(ids);
  clear(serials);
  clear(events);
  for (int64_t i = 0; i < count; ++i) {
    append_number(ids, i, engine->units + i + 1);
    append_serial(serials, i, engine->units + i + 1);
    append_number(events, i, engine->next_event);
  }
  append(ids, "}");
  append(serials, "}");
  append(events, "}");
  snprintf(sequence, sizeof sequence, "{%lld}", (long long)++engine->sequence);
  char one_event[28];
  snprintf(one_event, sizeof one_event, "{%s}", event);
  char one_count[28];
  snprintf(one_count, sizeof one_count, "{%s}", units);
  char head[24];
  snprintf(head, sizeof head, "%lld", (long long)engine->sequence);

  give_plain(engine, "BEGIN");
  give(engine, insert_units, 4, (char const*[]){ids->bytes, serials->bytes, event, time});
  give(engine, insert_identifiers, 4, (char const*[]){ids->bytes, serials->bytes, time, event});
  give(engine, insert_subjects, 3, (char const*[]){ids->bytes, events->bytes, time});
  give(engine, add_counts, 2, (char const*[]){"{1}", one_count});
  give(engine, add_total, 1, (char const*[]){units});
  give(engine, write_head, 2, (char const*[]){head, time});
  give(engine, insert_events, 4, (char const*[]){one_event, sequence, time, body});
  give_plain(engine, "COMMIT");
  fetch(engine, 9, NULL);
  ++engine->next_event;
  engine->units += count;
  return now_seconds() - start;
}

/* What all scans of a group read and write, as sets. A unit that comes twice is left out the second time. */
static void scan_group(struct bare_postgres* engine, int64_t group) {
  struct text* const keys = &engine->arrays[0];
  struct text* const serials = &engine->arrays[1];
  clear(keys);
  clear(serials);
  for (int64_t i = 0; i < group; ++i) {
    append(keys, "%s\"\\\\x%016llx%016llx\"", opening(i), (unsigned long long)next_random(&engine->random),
           (unsigned long long)next_random(&engine->random));
    append_serial(serials, i, (int64_t)(next_random(&engine->random) % (uint64_t)engine->units) + 1);
  }
  append(keys, "}");
  append(serials, "}");
  PGresult* read[4];
  give_plain(engine, "BEGIN");
  give(engine, find_keys, 1, (char const*[]){keys->bytes});
  give(engine, find_identifiers, 1, (char const*[]){serials->bytes});
  fetch(engine, 3, read);
  struct text* const units = &engine->arrays[1];
  clear(units);
  int64_t* const ids = malloc((size_t)group * sizeof *ids);
  int64_t found = 0;
  for (int i = 0; i < PQntuples(read[2]); ++i) {
    int64_t const id = strtoll(PQgetvalue(read[2], i, 0), NULL, 10);
    int64_t seen = 0;
    while (seen < found && ids[seen] != id) {
      ++seen;
    }
    if (seen == found) {
      append_number(units, found, id);
      ids[found++] = id;
    }
  }
  append(units, "}");
  for (int i = 0; i < 3; ++i) {
    PQclear(read[i]);
  }
  give(engine, read_units, 1, (char const*[]){units->bytes});
  give(engine, find_holds, 1, (char const*[]){units->bytes});
  give(engine, read_head, 0, NULL);
  fetch(engine, 3, read);

  struct text places = {0};
  struct text events = {0};
  struct text sequences = {0};
  struct text was = {0};
  struct text changed = {0};
  struct text change = {0};
  int64_t moved[51] = {0};
  for (int64_t i = 0; i < found; ++i) {
    int64_t const target = 1 + (int64_t)(next_random(&engine->random) % 50);
    append_number(&places, i, target);
    append_number(&events, i, engine->next_event++);
    append_number(&sequences, i, ++engine->sequence);
    append(&was, "%s%s", opening(i), PQgetvalue(read[0], (int)i, 1));
    ++moved[target];
    --moved[strtoll(PQgetvalue(read[0], (int)i, 0), NULL, 10)];
  }
  int64_t rows = 0;
  for (int place = 1; place <= 50; ++place) {
    if (moved[place] != 0) {
      append_number(&changed, rows, place);
      append_number(&change, rows++, moved[place]);
    }
  }
  struct text* const all[] = {&places, &events, &sequences, &was, &changed, &change};
  append(&changed, "%s", rows == 0 ? "{" : "");
  append(&change, "%s", rows == 0 ? "{" : "");
  for (int i = 0; i < 6; ++i) {
    append(all[i], "}");
  }
  for (int i = 0; i < 3; ++i) {
    PQclear(read[i]);
  }
  char time[24];
  char head[24];
  snprintf(time, sizeof time, "%lld", (long long)now_us());
  snprintf(head, sizeof head, "%lld", (long long)engine->sequence);
  give(engine, move_units, 5, (char const*[]){units->bytes, places.bytes, events.bytes, was.bytes, time});
  give(engine, insert_subjects, 3, (char const*[]){units->bytes, events.bytes, time});
  give(engine, add_counts, 2, (char const*[]){changed.bytes, change.bytes});
  give(engine, drop_counts, 1, (char const*[]){changed.bytes});
  give(engine, write_head, 2, (char const*[]){head, time});
  give(engine, insert_events, 4, (char const*[]){events.bytes, sequences.bytes, time, "1"});
  give(engine, insert_keys, 2, (char const*[]){keys->bytes, time});
  give_plain(engine, "COMMIT");
  fetch(engine, 8, NULL);
  for (int i = 0; i < 6; ++i) {
    free(all[i]->bytes);
  }
  free(ids);
}

double bare_postgres_scans(struct bare_postgres* engine, int64_t count, int64_t group) {
  double const start = now_seconds();
  for (int64_t done = 0; done < count; done += group) {
    scan_group(engine, group);
  }
  return now_seconds() - start;
}

static void scan_alone(void* engine) {
  scan_group((struct bare_postgres*)engine, 1);
}

void bare_postgres_paced_scans(struct bare_postgres* engine, int64_t count, double rate, int64_t* latencies_us) {
  pace_scans(scan_alone, engine, count, rate, latencies_us);
}
