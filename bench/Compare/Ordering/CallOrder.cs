using System.Text.RegularExpressions;

namespace ZipkinMesh.Bench.Compare.Ordering;

/// <summary>
/// Orders the functions of sampled requests for the compiler: after each function the one it calls most often, with all that this
/// one calls, then the next. Functions that run together lie together and occupy few pages and cache lines.
/// </summary>
/// <remarks>
/// The input is the output of <c>perf script -F ip,sym,dso</c>: stacks with the innermost function first and an empty line after each:
/// <code>
///             51c2a0 System_Net_Sockets_System_Net_Sockets_SocketPal__TryCompleteReceive (/srv/front-proxy)
///             51b7e4 System_Net_Sockets_System_Net_Sockets_SocketAsyncContext__HandleEventsInline (/srv/front-proxy)
/// </code>
/// </remarks>
internal sealed partial class CallOrder
{
    private readonly Dictionary<string, int> _seen = [];
    private readonly Dictionary<(string Caller, string Callee), int> _calls = [];

    private CallOrder(IEnumerable<string> lines)
    {
        string? callee = null;
        foreach (var line in lines)
        {
            if (line.Length == 0)
            {
                callee = null;
            }
            else if (ManagedFrame().Match(line) is { Success: true } frame)
            {
                var function = frame.Groups["function"].Value;
                _seen[function] = _seen.GetValueOrDefault(function) + 1;
                if (callee is not null && callee != function)
                {
                    _calls[(function, callee)] = _calls.GetValueOrDefault((function, callee)) + 1;
                }

                callee = function;
            }
        }
    }

    public static IReadOnlyList<string> Of(IEnumerable<string> lines) => new CallOrder(lines).Functions();

    private List<string> Functions()
    {
        // Each function is placed once, after its most frequent caller.
        var callees = _calls.GroupBy(call => call.Key.Callee)
            .Select(calls => calls.OrderByDescending(call => call.Value).ThenBy(call => call.Key.Caller, StringComparer.Ordinal).First())
            .OrderByDescending(call => call.Value).ThenBy(call => call.Key.Callee, StringComparer.Ordinal)
            .ToLookup(call => call.Key.Caller, call => call.Key.Callee);
        var placed = new HashSet<string>();
        var order = new List<string>();
        foreach (var function in _seen.Keys.OrderByDescending(function => _seen[function]).ThenBy(function => function, StringComparer.Ordinal))
        {
            Place(function);
        }

        return order;

        void Place(string function)
        {
            // A single sample of a hundred thousand: startup code, or chance.
            if (_seen[function] == 1 || !placed.Add(function))
            {
                return;
            }

            order.Add(function);
            foreach (var callee in callees[function])
            {
                Place(callee);
            }
        }
    }

    // A frame of our programs. The compiler's name of a method consists of the type and the method.
    [GeneratedRegex(@"^\s+[0-9a-f]+ (?<function>\S*[^_\s]__[^_\s]\S*) \(\S*/(front-proxy|sidecar)\)$")]
    private static partial Regex ManagedFrame();
}
