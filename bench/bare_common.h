/* What the bare engines of both stores have in common. */
#pragma once

#include <stdint.h>
#include <time.h>

static inline double now_seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static inline int64_t now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static inline uint64_t next_random(uint64_t* state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/* 12 hexadecimal digits in no order, as makers give them: a permutation of the number. */
static inline uint64_t mixed_number(int64_t number) {
  return ((uint64_t)number * 0x9E3779B97F4A7C15ULL) >> 16;
}

/* Calls `scan` for `count` scans, `rate` of them a second, whatever each takes; latencies from when each was due. */
static inline void pace_scans(void (*scan)(void*), void* engine, int64_t count, double rate, int64_t* latencies_us) {
  double const start = now_seconds();
  for (int64_t i = 0; i < count; ++i) {
    double const due = start + (double)i / rate;
    while (now_seconds() < due) {
      /* Sleeping would be woken too late. */
    }
    scan(engine);
    latencies_us[i] = (int64_t)((now_seconds() - due) * 1e6);
  }
}
