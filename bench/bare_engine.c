#define _POSIX_C_SOURCE 200809L
#include "bare_engine.h"

#include "bare_common.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum statement {
  begin_write,
  commit_write,
  insert_unit,
  insert_identifier,
  insert_subject,
  add_count,
  drop_count,
  add_total,
  insert_event,
  read_head,
  write_head,
  find_key,
  insert_key,
  find_identifier,
  read_unit,
  find_hold,
  move_unit,
  statement_count
};

static char const* const sql[statement_count] = {
    [begin_write] = "BEGIN IMMEDIATE",
    [commit_write] = "COMMIT",
    [insert_unit] =
        "INSERT INTO unit (unit_id, product_id, serial_norm, serial, status, holder_kind, holder_id, "
        "last_event, latest_time) VALUES (?, 1, ?, NULL, 2, 1, ?, ?, ?)",
    [insert_identifier] =
        "INSERT INTO identifier (value_norm, kind, scope, closed_by, twin, subject_id, valid_from, "
        "opened_by) VALUES (?, 1, 1, 0, 0, ?, ?, ?)",
    [insert_subject] =
        "INSERT INTO event_subject (subject_id, event_time, event_id, role, state) VALUES (?, ?, ?, 1, ?)",
    [add_count] =
        "INSERT INTO unit_count (holder_id, holder_kind, product_id, status, owner_id, lot_id, units) "
        "VALUES (?, 1, 1, 2, 0, 0, ?) ON CONFLICT DO UPDATE SET units = units + excluded.units",
    [drop_count] =
        "DELETE FROM unit_count WHERE holder_id = ? AND holder_kind = 1 AND product_id = 1 AND status = 2 "
        "AND owner_id = 0 AND lot_id = 0 AND units = 0",
    [add_total] =
        "INSERT INTO unit_total (product_id, status, owner_id, units) VALUES (1, 2, 0, ?) "
        "ON CONFLICT DO UPDATE SET units = units + excluded.units",
    [insert_event] =
        "INSERT INTO event (event_id, sequence, verb, event_time, recorded_at, actor_id, location_id, "
        "body) VALUES (?, ?, ?, ?, ?, 1, ?, ?)",
    [read_head] = "SELECT sequence, recorded_at, rules_version FROM head WHERE ledger_id = 1",
    [write_head] = "UPDATE head SET sequence = ?, recorded_at = ? WHERE ledger_id = 1",
    [find_key] = "SELECT body, outcome FROM idempotency WHERE key = ?",
    [insert_key] = "INSERT INTO idempotency (key, body, outcome, at) VALUES (?, ?, ?, ?)",
    [find_identifier] = "SELECT subject_id, kind, scope, closed_by FROM identifier WHERE value_norm = ?",
    [read_unit] =
        "SELECT product_id, serial_norm, status, holder_kind, holder_id, owner_id, lot_id, last_event, "
        "latest_time FROM unit WHERE unit_id = ?",
    [find_hold] = "SELECT hold_id FROM hold_member WHERE subject_id = ? AND released_by IS NULL",
    [move_unit] =
        "UPDATE unit SET holder_kind = 1, holder_id = ?, last_event = ?, latest_time = ? "
        "WHERE unit_id = ? AND last_event = ?",
};

struct bare_engine {
  sqlite3* database;
  sqlite3_stmt* statements[statement_count];
  int64_t units;
  int64_t next_event;
  int64_t sequence;
  uint64_t random;
};

static void make_serial(int64_t number, char* serial) {
  snprintf(serial, 16, "MK%012llX", (unsigned long long)mixed_number(number));
}

static sqlite3_stmt* use(struct bare_engine* engine, enum statement which) {
  sqlite3_stmt* const statement = engine->statements[which];
  sqlite3_reset(statement);
  return statement;
}

static void run(struct bare_engine* engine, enum statement which) {
  int const result = sqlite3_step(engine->statements[which]);
  if (result != SQLITE_DONE && result != SQLITE_ROW) {
    fprintf(stderr, "bare engine: %s: %s\n", sql[which], sqlite3_errmsg(engine->database));
    abort();
  }
}

struct bare_engine* bare_open(char const* path, char const* schema_sql) {
  struct bare_engine* const engine = calloc(1, sizeof *engine);
  engine->random = 88172645463325252ULL;
  engine->next_event = 1000;
  if (sqlite3_open(path, &engine->database) != SQLITE_OK ||
      sqlite3_exec(engine->database,
                   "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                   "PRAGMA cache_size = -49152",
                   NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_exec(engine->database, schema_sql, NULL, NULL, NULL) != SQLITE_OK) {
    fprintf(stderr, "bare engine: %s\n", sqlite3_errmsg(engine->database));
    return NULL;
  }
  for (int i = 0; i < statement_count; ++i) {
    if (sqlite3_prepare_v3(engine->database, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &engine->statements[i], NULL) !=
        SQLITE_OK) {
      fprintf(stderr, "bare engine: %s: %s\n", sql[i], sqlite3_errmsg(engine->database));
      return NULL;
    }
  }
  return engine;
}

void bare_close(struct bare_engine* engine) {
  for (int i = 0; i < statement_count; ++i) {
    sqlite3_finalize(engine->statements[i]);
  }
  sqlite3_close(engine->database);
  free(engine);
}

static void add_units(struct bare_engine* engine, int64_t place, int64_t units) {
  sqlite3_stmt* const statement = use(engine, add_count);
  sqlite3_bind_int64(statement, 1, place);
  sqlite3_bind_int64(statement, 2, units);
  run(engine, add_count);
}

static void write_event(struct bare_engine* engine, int64_t event, int verb, int64_t time, int64_t place,
                        int body_size) {
  static char const body[1] = {0};
  sqlite3_stmt* const statement = use(engine, insert_event);
  sqlite3_bind_int64(statement, 1, event);
  sqlite3_bind_int64(statement, 2, ++engine->sequence);
  sqlite3_bind_int(statement, 3, verb);
  sqlite3_bind_int64(statement, 4, time);
  sqlite3_bind_int64(statement, 5, time);
  sqlite3_bind_int64(statement, 6, place);
  if (body_size <= 1) {
    sqlite3_bind_blob(statement, 7, body, 1, SQLITE_STATIC);
  } else {
    sqlite3_bind_zeroblob(statement, 7, body_size);
  }
  run(engine, insert_event);
}

static void write_subject(struct bare_engine* engine, int64_t unit, int64_t event, int64_t time) {
  static char const state[8] = {1, 2, 1, 1, 0, 0, 0, 0};
  sqlite3_stmt* const statement = use(engine, insert_subject);
  sqlite3_bind_int64(statement, 1, unit);
  sqlite3_bind_int64(statement, 2, time);
  sqlite3_bind_int64(statement, 3, event);
  sqlite3_bind_blob(statement, 4, state, sizeof state, SQLITE_STATIC);
  run(engine, insert_subject);
}

static void move_head(struct bare_engine* engine, int64_t time) {
  sqlite3_stmt* const statement = use(engine, write_head);
  sqlite3_bind_int64(statement, 1, engine->sequence);
  sqlite3_bind_int64(statement, 2, time);
  run(engine, write_head);
}

double bare_register(struct bare_engine* engine, int64_t count) {
  double const start = now_seconds();
  int64_t const time = now_us();
  int64_t const event = engine->next_event++;
  char serial[16];
  use(engine, begin_write);
  run(engine, begin_write);
  for (int64_t i = 0; i < count; ++i) {
    int64_t const unit = engine->units + i + 1;
    make_serial(unit, serial);
    sqlite3_stmt* statement = use(engine, insert_unit);
    sqlite3_bind_int64(statement, 1, unit);
    sqlite3_bind_text(statement, 2, serial, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, 1);
    sqlite3_bind_int64(statement, 4, event);
    sqlite3_bind_int64(statement, 5, time);
    run(engine, insert_unit);
  }
  for (int64_t i = 0; i < count; ++i) {
    int64_t const unit = engine->units + i + 1;
    make_serial(unit, serial);
    sqlite3_stmt* statement = use(engine, insert_identifier);
    sqlite3_bind_text(statement, 1, serial, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, unit);
    sqlite3_bind_int64(statement, 3, time);
    sqlite3_bind_int64(statement, 4, event);
    run(engine, insert_identifier);
  }
  for (int64_t i = 0; i < count; ++i) {
    write_subject(engine, engine->units + i + 1, event, time);
  }
  add_units(engine, 1, count);
  sqlite3_stmt* const total = use(engine, add_total);
  sqlite3_bind_int64(total, 1, count);
  run(engine, add_total);
  move_head(engine, time);
  write_event(engine, event, 1, time, 1, (int)(count * 17));
  use(engine, commit_write);
  run(engine, commit_write);
  engine->units += count;
  return now_seconds() - start;
}

static void one_scan(struct bare_engine* engine) {
  char serial[16];
  uint64_t const key[2] = {next_random(&engine->random), next_random(&engine->random)};
  int64_t const time = now_us();
  int64_t const event = engine->next_event++;
  make_serial((int64_t)(next_random(&engine->random) % (uint64_t)engine->units) + 1, serial);

  sqlite3_stmt* statement = use(engine, find_key);
  sqlite3_bind_blob(statement, 1, key, sizeof key, SQLITE_STATIC);
  run(engine, find_key);
  statement = use(engine, find_identifier);
  sqlite3_bind_text(statement, 1, serial, -1, SQLITE_STATIC);
  run(engine, find_identifier);
  int64_t const unit = sqlite3_column_int64(statement, 0);
  statement = use(engine, read_unit);
  sqlite3_bind_int64(statement, 1, unit);
  run(engine, read_unit);
  int64_t const place = sqlite3_column_int64(statement, 4);
  int64_t const last_event = sqlite3_column_int64(statement, 7);
  statement = use(engine, find_hold);
  sqlite3_bind_int64(statement, 1, unit);
  run(engine, find_hold);

  int64_t const target = 1 + (int64_t)(next_random(&engine->random) % 50);
  statement = use(engine, move_unit);
  sqlite3_bind_int64(statement, 1, target);
  sqlite3_bind_int64(statement, 2, event);
  sqlite3_bind_int64(statement, 3, time);
  sqlite3_bind_int64(statement, 4, unit);
  sqlite3_bind_int64(statement, 5, last_event);
  run(engine, move_unit);
  write_subject(engine, unit, event, time);
  add_units(engine, place, -1);
  statement = use(engine, drop_count);
  sqlite3_bind_int64(statement, 1, place);
  run(engine, drop_count);
  add_units(engine, target, 1);
  write_event(engine, event, 4, time, target, 1);
  statement = use(engine, insert_key);
  sqlite3_bind_blob(statement, 1, key, sizeof key, SQLITE_STATIC);
  sqlite3_bind_blob(statement, 2, key, sizeof key, SQLITE_STATIC);
  sqlite3_bind_blob(statement, 3, key, 6, SQLITE_STATIC);
  sqlite3_bind_int64(statement, 4, time);
  run(engine, insert_key);
}

double bare_scans(struct bare_engine* engine, int64_t count, int64_t group) {
  double const start = now_seconds();
  for (int64_t done = 0; done < count; done += group) {
    use(engine, begin_write);
    run(engine, begin_write);
    use(engine, read_head);
    run(engine, read_head);
    for (int64_t i = 0; i < group; ++i) {
      one_scan(engine);
    }
    move_head(engine, now_us());
    use(engine, commit_write);
    for (int i = 0; i < statement_count; ++i) {
      sqlite3_reset(engine->statements[i]);
    }
    run(engine, commit_write);
  }
  return now_seconds() - start;
}

static void scan_alone(void* engine) {
  bare_scans((struct bare_engine*)engine, 1, 1);
}

void bare_paced_scans(struct bare_engine* engine, int64_t count, double rate, int64_t* latencies_us) {
  pace_scans(scan_alone, engine, count, rate, latencies_us);
}

int64_t bare_bytes(struct bare_engine* engine) {
  sqlite3_wal_checkpoint_v2(engine->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_stmt* statement = NULL;
  int64_t bytes = -1;
  if (sqlite3_prepare_v2(engine->database, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", -1,
                         &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    bytes = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return bytes;
}
