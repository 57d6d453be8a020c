using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>
/// Changes runtime values, as in <c>/runtime_modify?tracing.random_sampling=12.5</c>. A key or value without effect is rejected, where Envoy
/// stores it.
/// </summary>
internal sealed class RuntimeModifyCommand(SamplingPercentages? percentages = null) : AdminCommand(
    "/runtime_modify",
    "Adds or modifies runtime values as passed in query parameters. To delete a previously added key, use an empty string as the value",
    [.. percentages?.All.Select(percentage => new AdminParameter(percentage.Key, "Percentage, 0 to 100")) ?? []])
{
    private const string Usage =
        """
        usage: /runtime_modify?key1=value1&key2=value2&keyN=valueN
               or send the parameters as form values
        use an empty value to remove a previously added override
        """;

    // Two changes at a time would mix.
    private readonly Lock _lock = new();

    public override bool ChangesState => true;

    public override bool TakesOneParameter => true;

    public override Task RunAsync(AdminRequest request)
    {
        if (request.Parameters.Count == 0)
        {
            return request.RespondAsync(StatusCodes.Status400BadRequest, Usage);
        }

        lock (_lock)
        {
            if (FindProblem(request) is { } problem)
            {
                return request.RespondAsync(StatusCodes.Status400BadRequest, problem);
            }

            foreach (var (key, value) in request.Parameters)
            {
                Find(key)!.Set(value);
            }
        }

        return request.RespondAsync("OK\n");
    }

    private string? FindProblem(AdminRequest request)
    {
        foreach (var (key, value) in request.Parameters)
        {
            if (Find(key) is null)
            {
                return $"unknown key {key}; allowed: {string.Join(", ", percentages?.All.Select(percentage => percentage.Key) ?? [])}\n";
            }

            if (!RuntimePercentage.IsValid(value))
            {
                return $"{key}: '{value}' is not allowed; allowed: 0 to 100, or empty\n";
            }
        }

        return null;
    }

    private RuntimePercentage? Find(string key) => percentages?.All.FirstOrDefault(percentage => percentage.Key == key);
}
