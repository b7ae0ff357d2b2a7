/* The bare engine: the rows and indexes of a ledger written by a plain C loop over prepared statements, durable and
   committed in groups. What Nameplate does is measured against it, in the same run on the same machine. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bare_engine;

/* Makes a new database with this schema. Null when that fails. */
struct bare_engine* bare_open(char const* path, char const* schema_sql);
void bare_close(struct bare_engine* engine);

/* Registers `count` units with 14-character serials as one event in one transaction. Seconds; negative: failed. */
double bare_register(struct bare_engine* engine, int64_t count);

/* Moves `count` random units, `group` of them to a transaction, each with its own event and its own key. */
double bare_scans(struct bare_engine* engine, int64_t count, int64_t group);

/* One scan to a transaction, `rate` of them a second, whatever each takes; latencies in microseconds from the moment it
   was due. */
void bare_paced_scans(struct bare_engine* engine, int64_t count, double rate, int64_t* latencies_us);

/* Bytes of the database file, with everything moved into it. */
int64_t bare_bytes(struct bare_engine* engine);

#ifdef __cplusplus
}
#endif
