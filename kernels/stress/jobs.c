// SPDX-License-Identifier: Apache-2.0
// Job control on a pseudo-terminal: a session, a foreground and a background job, keys that send signals.
#define _GNU_SOURCE
#include "stress.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int master;

static void press(char key) {
  CHECK(write(master, &key, 1) == 1);
}

static void await(char expected) {
  char byte;
  do {
    CHECK(read(master, &byte, 1) == 1);
  } while (byte != expected);
}

static void say(char byte) {
  CHECK(write(STDOUT_FILENO, &byte, 1) == 1);
}

static volatile sig_atomic_t interrupts;

static void on_interrupt(int signal) {
  (void)signal;
  interrupts++;
  say('i');
}

// A job: says r when it is ready, then what it reads; i when interrupted; q ends it.
static void job(void) {
  struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
  setpgid(0, 0);
  for (int s = SIGINT; s <= SIGTTOU; s++) {
    if (s != SIGKILL && s != SIGSTOP) {
      signal(s, SIG_DFL);
    }
  }
  CHECK(sigaction(SIGINT, &action, NULL) == 0);
  say('r');
  char byte;
  while (read(STDIN_FILENO, &byte, 1) == 1 && byte != 'q') {
    say(byte);
  }
  _exit(interrupts);
}

static pid_t start_job(void) {
  pid_t pid = fork();
  CHECK(pid >= 0);
  if (pid == 0) {
    job();
  }
  setpgid(pid, pid);
  return pid;
}

static void foreground(pid_t group) {
  CHECK(tcsetpgrp(STDIN_FILENO, group) == 0);
}

static void expect_stopped(pid_t pid, int signal) {
  int status;
  CHECK(waitpid(pid, &status, WUNTRACED) == pid);
  CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == signal);
}

static void resume(pid_t pid) {
  int status;
  CHECK(kill(-pid, SIGCONT) == 0);
  CHECK(waitpid(pid, &status, WCONTINUED) == pid && WIFCONTINUED(status));
}

// What a shell does. Every step is announced, so that keys come when they mean something.
static void session(const char *terminal) {
  CHECK(setsid() > 0);
  int fd = open(terminal, O_RDWR);
  CHECK(fd >= 0 && ioctl(fd, TIOCSCTTY, 0) == 0);
  struct termios mode;
  CHECK(tcgetattr(fd, &mode) == 0);
  mode.c_lflag &= (tcflag_t) ~(ECHO | ICANON);
  CHECK(tcsetattr(fd, TCSANOW, &mode) == 0);
  for (int i = 0; i < 3; i++) {
    dup2(fd, i == 2 ? 1 : i);
  }
  signal(SIGTTOU, SIG_IGN);
  signal(SIGTSTP, SIG_IGN);
  pid_t first = start_job();
  // In the background, the first read of the terminal stops it.
  expect_stopped(first, SIGTTIN);
  foreground(first);
  resume(first);
  say('1');
  expect_stopped(first, SIGTSTP);
  pid_t second = start_job();
  foreground(second);
  // It may have tried to read before it came to the foreground.
  int status;
  if (waitpid(second, &status, WUNTRACED | WNOHANG) == second && WIFSTOPPED(status)) {
    resume(second);
  }
  say('2');
  while (waitpid(second, &status, WUNTRACED) == second && WIFSTOPPED(status)) {
    resume(second);
  }
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGQUIT);
  foreground(first);
  resume(first);
  say('3');
  _exit(exit_status_of(first));
}

static int run(int argc, char **argv) {
  int scale = scale_argument(argc, argv, 1);
  for (int round = 0; round < 5 * scale; round++) {
    master = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    char *terminal = ptsname(master);
    pid_t leader = fork();
    CHECK(leader >= 0);
    if (leader == 0) {
      session(terminal);
    }
    await('1');
    press('a');
    await('a');
    for (int i = 0; i < 3; i++) {
      press('\003');
      await('i');
    }
    press('\032');
    await('2');
    press('\034');
    await('3');
    press('b');
    await('b');
    press('q');
    CHECK(exit_status_of(leader) == 3);
    close(master);
  }
  printf("jobs ok\n");
  return 0;
}

const struct program jobs_program = {"jobs", "[SCALE]", run};
