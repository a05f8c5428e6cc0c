// SPDX-License-Identifier: Apache-2.0
// Signals: timers that interrupt computations, queues, children, storms between processes.
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <fenv.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMER_SIGNALS 60
#define QUEUED 40
#define STORM_ROUNDS 300

static volatile sig_atomic_t seen;
static volatile siginfo_t last;
static volatile double handler_value;

static void count(int signal, siginfo_t *info, void *context) {
  (void)signal;
  (void)context;
  seen++;
  last = *info;
}

// Uses every kind of register and leaves a rounding mode behind, which must not reach the program.
static void disturb(int signal, siginfo_t *info, void *context) {
  double value = 1.0 + seen;
  fesetround(seen % 2 == 0 ? FE_UPWARD : FE_TOWARDZERO);
  for (int i = 1; i < 20; i++) {
    value = sqrt(value * i) / 3 + (double)mix((uint64_t)i, (uint64_t)seen);
  }
  handler_value = value;
  count(signal, info, context);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
  sigfillset(&action.sa_mask);
  CHECK(sigaction(signal, &action, NULL) == 0);
}

static sigset_t block(int signal) {
  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, signal);
  CHECK(sigprocmask(SIG_BLOCK, &set, &old) == 0);
  sigdelset(&old, signal);
  return old;
}

// Integer and floating-point work with much alive in registers.
static uint64_t compute(uint64_t seed) {
  double a = 1, b = 2, c = 3, d = 4;
  uint64_t x = seed;
  for (int i = 0; i < 2000; i++) {
    double t = (double)(next_random(&x) >> 11);
    a = a * 0.75 + t / 3;
    b = sqrt(a + b);
    c = c / 1.5 + b * 1e-3;
    d = d * 0.5 + (a - c) * 1e-9;
  }
  return mix(x, (uint64_t)(int64_t)(a + b * 1e6 + c * 1e3 + d * 1e3));
}

static void compute_until(int signals) {
  uint64_t expected = compute(7);
  for (seen = 0; seen < signals;) {
    CHECK(compute(7) == expected);
    CHECK(fegetround() == FE_TONEAREST);
  }
}

static void interval_timers(int scale) {
  static const struct { int timer, signal; } timers[] = {
    {ITIMER_REAL, SIGALRM}, {ITIMER_VIRTUAL, SIGVTALRM}, {ITIMER_PROF, SIGPROF},
  };
  for (size_t i = 0; i < LENGTH(timers); i++) {
    // The kernel counts processor time by its own ticks, 100 a second.
    int signals = timers[i].timer == ITIMER_REAL ? TIMER_SIGNALS * scale : 3;
    struct itimerval every = {{0, 1500}, {0, 1500}}, off = {{0, 0}, {0, 0}};
    handle(timers[i].signal, disturb, SA_RESTART);
    CHECK(setitimer(timers[i].timer, &every, NULL) == 0);
    compute_until(signals);
    CHECK(setitimer(timers[i].timer, &off, NULL) == 0);
  }
}

static void posix_timer(void) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value = {77}};
  struct itimerspec every = {{0, 1000000}, {0, 1000000}}, off = {{0, 0}, {0, 0}};
  handle(SIGRTMIN, disturb, 0);
  CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
  CHECK(timer_settime(timer, 0, &every, NULL) == 0);
  compute_until(TIMER_SIGNALS);
  CHECK(timer_settime(timer, 0, &off, NULL) == 0);
  CHECK(last.si_code == SI_TIMER && last.si_value.sival_int == 77);
  CHECK(timer_delete(timer) == 0);
}

static void alarm_comes_in_time(void) {
  struct timespec start, end;
  handle(SIGALRM, count, 0);
  sigset_t open = block(SIGALRM);
  seen = 0;
  CHECK(clock_gettime(CLOCK_MONOTONIC, &start) == 0);
  alarm(1);
  CHECK(sigsuspend(&open) == -1 && errno == EINTR && seen == 1);
  CHECK(clock_gettime(CLOCK_MONOTONIC, &end) == 0);
  double passed = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
  CHECK(passed >= 1.0 && passed < 1.5);
}

// Real-time signals queue, in order of number and then of time; others merge.
static void queued_signals(void) {
  const int low = SIGRTMIN + 1, high = SIGRTMIN + 2;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, low);
  sigaddset(&set, high);
  sigaddset(&set, SIGUSR1);
  CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
  for (int i = 0; i < QUEUED; i++) {
    union sigval value = {.sival_int = i};
    CHECK(sigqueue(getpid(), i % 2 == 0 ? high : low, value) == 0);
    CHECK(kill(getpid(), SIGUSR1) == 0);
  }
  struct timespec none = {0, 0};
  siginfo_t info;
  CHECK(sigtimedwait(&set, &info, &none) == SIGUSR1 && info.si_code == SI_USER);
  for (int i = 1; i < QUEUED; i += 2) {
    CHECK(sigtimedwait(&set, &info, &none) == low && info.si_value.sival_int == i);
  }
  for (int i = 0; i < QUEUED; i += 2) {
    CHECK(sigtimedwait(&set, &info, &none) == high && info.si_value.sival_int == i);
    CHECK(info.si_pid == getpid() && info.si_code == SI_QUEUE);
  }
  CHECK(sigtimedwait(&set, &info, &none) == -1 && errno == EAGAIN);
}

static void expect_child(sigset_t *open, pid_t pid, int code, int status) {
  while (seen == 0) {
    sigsuspend(open);
  }
  seen = 0;
  CHECK(last.si_signo == SIGCHLD && last.si_pid == pid);
  CHECK(last.si_code == code && last.si_status == status);
  int found;
  CHECK(waitpid(pid, &found, WUNTRACED | WCONTINUED) == pid);
}

static void children(void) {
  handle(SIGCHLD, count, 0);
  sigset_t open = block(SIGCHLD);
  seen = 0;
  for (int i = 0; i < 10; i++) {
    pid_t pid = fork();
    if (pid == 0) {
      _exit(i);
    }
    expect_child(&open, pid, CLD_EXITED, i);
    pid = fork();
    if (pid == 0) {
      for (;;) {
        pause();
      }
    }
    CHECK(kill(pid, SIGSTOP) == 0);
    expect_child(&open, pid, CLD_STOPPED, SIGSTOP);
    CHECK(kill(pid, SIGCONT) == 0);
    expect_child(&open, pid, CLD_CONTINUED, SIGCONT);
    CHECK(kill(pid, SIGTERM) == 0);
    expect_child(&open, pid, CLD_KILLED, SIGTERM);
  }
  signal(SIGCHLD, SIG_DFL);
}

// Two processes wake each other.
static void storm(int rounds) {
  handle(SIGUSR2, count, 0);
  sigset_t open = block(SIGUSR2);
  seen = 0;
  pid_t parent = getpid(), child = fork();
  CHECK(child >= 0);
  pid_t other = child == 0 ? parent : child;
  for (int i = 0; i < rounds; i++) {
    if (child == 0) {
      while (seen <= i) {
        sigsuspend(&open);
      }
      CHECK(last.si_pid == other);
    }
    CHECK(kill(other, SIGUSR2) == 0);
    while (child != 0 && seen <= i) {
      sigsuspend(&open);
    }
  }
  if (child == 0) {
    _exit(0);
  }
  CHECK(exit_status_of(child) == 0);
}

static void nothing(int signal) {
  (void)signal;
}

static void interrupted_calls(void) {
  int ends[2];
  char byte;
  struct itimerval soon = {{0, 0}, {0, 3000}};
  struct sigaction action = {.sa_handler = nothing};
  CHECK(pipe(ends) == 0);
  CHECK(sigaction(SIGALRM, &action, NULL) == 0);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  CHECK(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0);
  CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
  CHECK(read(ends[0], &byte, 1) == -1 && errno == EINTR);
  action.sa_flags = SA_RESTART;
  CHECK(sigaction(SIGALRM, &action, NULL) == 0);
  pid_t writer = fork();
  if (writer == 0) {
    sleep_ms(20);
    _exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
  }
  CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
  CHECK(read(ends[0], &byte, 1) == 1 && byte == 'x');
  CHECK(exit_status_of(writer) == 0);
}

static int run(int argc, char **argv) {
  int scale = scale_argument(argc, argv, 1);
  interval_timers(scale);
  posix_timer();
  alarm_comes_in_time();
  queued_signals();
  children();
  storm(STORM_ROUNDS * scale);
  interrupted_calls();
  printf("signals ok\n");
  return 0;
}

const struct program signals_program = {"signals", "[SCALE]", run};
