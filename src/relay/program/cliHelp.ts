/** What `pychat-relay --help` prints; at most 80 columns. */
export const helpText = `Usage: pychat-relay [options]

Runs a chat room for PyChat and any other IRC client, over TLS 1.3. Prints its
address, its fingerprints and an invite, and runs until Ctrl+C or SIGTERM.

Where it is:
  --host ADDRESS         listen on this address only (on all of them)
  --port PORT            listen on this port, 0 for any that is free
                         (6697, or the next free one up to 6706)
  --room CHANNEL         the main channel (#chat)
  --server-name NAME     how the relay calls itself in IRC (pychat.local)
  --description TEXT     what it says it is, in WHOIS and LINKS (PyChat relay)
  --motd FILE            a text that is shown to everyone who joins

Who gets in, besides whoever has the invite:
  --password TEXT        whoever knows this password
  --open                 anyone who reaches the port: no password, no token
  --token TEXT           make the invite with this token, 22 characters of
                         A-Z a-z 0-9 - _ (a new one, or the data folder's)

Who it is, and what it remembers:
  --data DIR             a folder that keeps the relay's key and token, owned
                         nicks, channels and history across restarts
                         (without one, all of it is new at every start)
  --keep-days N          how long it keeps history, 0 to 3650 days; with 0 it
                         keeps only the key and the token (1)
  --cert FILE            its certificate, PEM, the chain may follow
  --key FILE             its private key, PEM, without a passphrase

Who runs it:
  --oper NAME:PASSWORD   lets NAME become IRC operator with OPER; may be given
                         several times

How much it takes:
  --max-connections N    connections at one time, 1 to 100000 (1000)
  --max-per-address N    of them from one address (100; as many as
                         --max-connections where that is given), and new
                         people who may come in from it at once (40 or more)
  --no-flood-limits      do not slow down those who send fast; for tests and
                         benchmarks. Strangers are still slowed down

  --config FILE          read settings from a file, too: lines such as
                         "port = 6697", each named like the flag without its
                         dashes. What the command line says wins
  --help                 show this
  --version              show the version

Other users of this machine can see a command line. Keep passwords and tokens
in the file of --config, readable by you alone (chmod 600).

Exit codes: 0 stopped as asked, 1 a bug, 2 a wrong flag or setting, 3 a file
that cannot be read or used, 4 an address or port that cannot be had, 5 a data
folder that cannot be used or is in use. A second signal ends at once with 130
(SIGINT) or 143 (SIGTERM).
`;
