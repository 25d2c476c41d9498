# Sourced by what runs npm. `npm run` puts node_modules/.bin first, where one of the Node releases
# for the tests is `node`: npm itself must not be run by that one.
PATH=$(tr ':' '\n' <<<"$PATH" | grep -v '/node_modules/\.bin$' | paste -sd: -)
