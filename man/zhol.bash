# completion of zhol for bash; made by `zhol help --as bash`
_zhol() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local command=${COMP_WORDS[1]}
    case $command\ ${COMP_WORDS[2]} in
    'trade complementarity') command='trade complementarity' ;;
    'trade estimate') command='trade estimate' ;;
    'trade potential') command='trade potential' ;;
    'trade simulate') command='trade simulate' ;;
    esac
    case $command$before in
    'route--regime') COMPREPLY=($(compgen -W 'normal congested crisis' -- "$word")); return ;;
    'route--registered') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
    'route--wood-packaging') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
    'route--temperature') COMPREPLY=($(compgen -W 'ambient chilled frozen' -- "$word")); return ;;
    'route--order') COMPREPLY=($(compgen -W 'time cost co2e risk' -- "$word")); return ;;
    'route--draws') COMPREPLY=($(compgen -W '1024 2048 4096 8192 16384 32768 65536' -- "$word")); return ;;
    'route--format') COMPREPLY=($(compgen -W 'table json csv geojson' -- "$word")); return ;;
    'papers--regime') COMPREPLY=($(compgen -W 'normal congested crisis' -- "$word")); return ;;
    'papers--registered') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
    'papers--wood-packaging') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
    'papers--temperature') COMPREPLY=($(compgen -W 'ambient chilled frozen' -- "$word")); return ;;
    'papers--format') COMPREPLY=($(compgen -W 'table json md' -- "$word")); return ;;
    'places--format') COMPREPLY=($(compgen -W 'table json csv' -- "$word")); return ;;
    'reach--regime') COMPREPLY=($(compgen -W 'normal congested crisis' -- "$word")); return ;;
    'reach--draws') COMPREPLY=($(compgen -W '64 128 256 512 1024' -- "$word")); return ;;
    'reach--spread') COMPREPLY=($(compgen -W 'population even largest' -- "$word")); return ;;
    'reach--each') COMPREPLY=($(compgen -W 'economies' -- "$word")); return ;;
    'reach--format') COMPREPLY=($(compgen -W 'table json csv geojson' -- "$word")); return ;;
    'matrix--regime') COMPREPLY=($(compgen -W 'normal congested crisis' -- "$word")); return ;;
    'matrix--format') COMPREPLY=($(compgen -W 'omx csv' -- "$word")); return ;;
    'trade--flow') COMPREPLY=($(compgen -W 'export import fdi_inflow fdi_stock fdi_cumulative' -- "$word")); return ;;
    'trade--digits') COMPREPLY=($(compgen -W 'listed 2 4 6' -- "$word")); return ;;
    'trade--by') COMPREPLY=($(compgen -W 'partner product' -- "$word")); return ;;
    'trade--deviation') COMPREPLY=($(compgen -W 'population sample' -- "$word")); return ;;
    'trade--format') COMPREPLY=($(compgen -W 'table json csv' -- "$word")); return ;;
    'trade complementarity--format') COMPREPLY=($(compgen -W 'table json csv' -- "$word")); return ;;
    'trade estimate--method') COMPREPLY=($(compgen -W 'ppml ols' -- "$word")); return ;;
    'trade estimate--errors') COMPREPLY=($(compgen -W 'auto iid hc1 cluster' -- "$word")); return ;;
    'trade estimate--small-sample') COMPREPLY=($(compgen -W 'fixest stata none' -- "$word")); return ;;
    'trade estimate--separation') COMPREPLY=($(compgen -W 'all effects' -- "$word")); return ;;
    'trade estimate--format') COMPREPLY=($(compgen -W 'table json csv tex' -- "$word")); return ;;
    'trade potential--flow') COMPREPLY=($(compgen -W 'export import' -- "$word")); return ;;
    'trade potential--format') COMPREPLY=($(compgen -W 'table json csv' -- "$word")); return ;;
    'trade simulate--measure') COMPREPLY=($(compgen -W 'generalised hours two-ways' -- "$word")); return ;;
    'trade simulate--goods') COMPREPLY=($(compgen -W 'manufactures bulk perishables' -- "$word")); return ;;
    'trade simulate--between') COMPREPLY=($(compgen -W 'mean least' -- "$word")); return ;;
    'trade simulate--closure') COMPREPLY=($(compgen -W 'multiplicative additive zero' -- "$word")); return ;;
    'trade simulate--solver') COMPREPLY=($(compgen -W 'newton fixed-point' -- "$word")); return ;;
    'trade simulate--format') COMPREPLY=($(compgen -W 'table json csv' -- "$word")); return ;;
    'border--format') COMPREPLY=($(compgen -W 'table json md' -- "$word")); return ;;
    'figures--format') COMPREPLY=($(compgen -W 'table json' -- "$word")); return ;;
    'brief--regime') COMPREPLY=($(compgen -W 'normal congested crisis' -- "$word")); return ;;
    'brief--registered') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
    'brief--wood-packaging') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
    'brief--temperature') COMPREPLY=($(compgen -W 'ambient chilled frozen' -- "$word")); return ;;
    'brief--format') COMPREPLY=($(compgen -W 'html md' -- "$word")); return ;;
    'claims--format') COMPREPLY=($(compgen -W 'table json md' -- "$word")); return ;;
    'plan--kind') COMPREPLY=($(compgen -W 'hard soft' -- "$word")); return ;;
    'plan--state') COMPREPLY=($(compgen -W 'open building planned' -- "$word")); return ;;
    'plan--measure') COMPREPLY=($(compgen -W 'access reach time money' -- "$word")); return ;;
    'plan--economies') COMPREPLY=($(compgen -W 'all' -- "$word")); return ;;
    'plan--format') COMPREPLY=($(compgen -W 'table json csv' -- "$word")); return ;;
    'plan--regime') COMPREPLY=($(compgen -W 'normal congested crisis' -- "$word")); return ;;
    'validate--format') COMPREPLY=($(compgen -W 'table json csv md' -- "$word")); return ;;
    'net--as') COMPREPLY=($(compgen -W 'geojson gmns-node gmns-link svg' -- "$word")); return ;;
    'net--format') COMPREPLY=($(compgen -W 'table json csv' -- "$word")); return ;;
    'net--order') COMPREPLY=($(compgen -W 'dissection degree' -- "$word")); return ;;
    esac
    case $command in
    'route') COMPREPLY=($(compgen -W '--goods --mass --units --value --reefer --dangerous --oversize --drivers --depart --deliver-by --year --as-of --regime --avoid --close --open --modes --with --without --origin-region --registered --wood-packaging --temperature --no-rules --papers --via --order --alternatives --alternative --within --budget --draws --seed --landed --parcel --currency --explain --batch --threads --timings --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'papers') COMPREPLY=($(compgen -W '--goods --mass --units --value --reefer --dangerous --oversize --drivers --year --as-of --regime --avoid --close --open --modes --with --without --origin-region --registered --wood-packaging --temperature --no-rules --via --alternative --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'places') COMPREPLY=($(compgen -W '--most --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'reach') COMPREPLY=($(compgen -W '--goods --mass --units --value --reefer --dangerous --oversize --drivers --year --as-of --regime --avoid --close --open --modes --with --without --within --probability --informed --draws --seed --threads --figures --figures-year --spread --oceans --economies --each --compare --plot --format --land -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'matrix') COMPREPLY=($(compgen -W '--from --to --metric --goods --mass --units --value --reefer --dangerous --oversize --drivers --year --as-of --regime --avoid --close --open --modes --with --without -o --format --memory --threads --modules --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'trade') COMPREPLY=($(compgen -W '--partner --flow --year --from --to --vintage --digits --by --file --products --imports --names --rca --deviation --least-exports --least-products --least-world --most --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'trade complementarity') COMPREPLY=($(compgen -W '--products --imports --names --year --each --most --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'trade estimate') COMPREPLY=($(compgen -W '--formula --let --where --cluster --weights --offset --method --errors --small-sample --separation --keep-singletons --tol --max-iterations --threads --format --separated --effects --rows --covariance --timings -o --help' -- "$word") $(compgen -f -- "$word")) ;;
    'trade potential') COMPREPLY=($(compgen -W '--partner --products --imports --names --ease --year --panel --formula --let --where --rows --exporter --importer --only --flow --most --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'trade simulate') COMPREPLY=($(compgen -W '--flows --columns --year --domestic --shocks --cost-from --cost-to --measure --goods --value-of-time --value --between --coefficient --switch --std-error --covariance --theta --theta-std-error --psi --closure --solver --tol --max-iterations --draws --seed --threads --modules --trade --most --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'border') COMPREPLY=($(compgen -W '--year --direction --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'figures') COMPREPLY=($(compgen -W '--indicator --year --vintage --as-of --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'brief') COMPREPLY=($(compgen -W '--route --alternative --goods --mass --units --value --reefer --dangerous --oversize --drivers --year --as-of --regime --avoid --close --open --modes --with --without --origin-region --registered --wood-packaging --temperature --no-rules --landed --currency --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'claims') COMPREPLY=($(compgen -W '--format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'plan') COMPREPLY=($(compgen -W '--projects --programme --builder --kind --state --baseline --measure --between --economy --economies --cities --days --sides --line --delay --discount --threads --format -o --goods --mass --units --value --reefer --dangerous --oversize --drivers --year --as-of --regime --avoid --close --open --modes --with --without --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'validate') COMPREPLY=($(compgen -W '--case --cases --format -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    'net') COMPREPLY=($(compgen -W '--as --format --order -o --world --mine --help' -- "$word") $(compgen -f -- "$word")) ;;
    *) COMPREPLY=($(compgen -W 'route papers places reach matrix trade trade complementarity trade estimate trade potential trade simulate border figures brief claims plan validate net help --version' -- "$word")) ;;
    esac
}
complete -F _zhol zhol
