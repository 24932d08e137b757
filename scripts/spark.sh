#!/usr/bin/env bash
# The Python client and the PySpark module, tested for real: scripts/spark.sh
#
# Installs pinned packages (python/requirements.txt) into a virtual environment in .cache, runs the client's tests against the built
# command, starts a standalone cluster on loopback (one master, two workers) and runs python/tests/spark_cluster.py on it. Needs
# Python 3.9 or newer with venv, Java 17, Node and a build (npm run build). Everything it starts is ended with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

root=$PWD
rows=${1:-3000}
venv=$root/.cache/python
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]+"${pids[@]}"}"; do
    pkill -KILL -P "$pid" 2>/dev/null || true
    kill -KILL "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

[[ -f dist/cli/bin.js ]] || { echo 'build first: npm run build'; exit 1; }
java -version 2>&1 | grep -q 'version "17' || { echo 'Java 17 is needed'; exit 1; }
if ! cmp -s python/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement python/requirements.txt
  cp python/requirements.txt "$venv/requirements.txt"
fi

export LUANMA="node $root/dist/cli/bin.js"
"$venv/bin/python" -m unittest discover --start-directory python/tests

export PYSPARK_PYTHON=$venv/bin/python SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=127.0.0.1
SPARK_HOME=$("$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME SPARK_LOG_DIR=$work SPARK_WORKER_DIR=$work SPARK_DAEMON_MEMORY=256m
spark=$SPARK_HOME/bin/spark-class

# started LOG PATTERN: waits until a process has said it.
started() {
  for _ in $(seq 300); do
    grep -q "$2" "$1" && return
    sleep 0.2
  done
  cat "$1"
  return 1
}

"$spark" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0 >"$work/master.log" 2>&1 &
pids+=($!)
started "$work/master.log" 'Starting Spark master at'
master=$(grep -o 'spark://127.0.0.1:[0-9]*' "$work/master.log" | head -1)
for n in 1 2; do
  "$spark" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --port 0 --webui-port 0 --cores 1 --memory 640m \
    "$master" >"$work/worker$n.log" 2>&1 &
  pids+=($!)
  started "$work/worker$n.log" 'Successfully registered with master'
done
"$venv/bin/python" python/tests/spark_cluster.py "$master" "$rows" "${pids[1]}" "${pids[2]}" 2>"$work/driver.log" || {
  tail -50 "$work/driver.log"
  exit 1
}
echo 'spark: all checks hold'
