using System.Diagnostics;
using System.Globalization;

namespace ZipkinMesh.Tests.Support;

/// <summary>Reads the statistics of a proxy from its admin interface, or from Envoy's.</summary>
internal sealed class StatsClient(string address)
{
    private static readonly HttpClient Client = new();

    /// <summary>Reads the counters and gauges by their names.</summary>
    /// <param name="type">The kind, as <c>/stats?type=</c> names it.</param>
    public async Task<Dictionary<string, long>> ReadAsync(string type = "All")
    {
        var text = await GetAsync($"/stats?type={type}");
        return text.Split('\n').Select(line => line.Split(": ", 2))
            .Where(pair => pair.Length == 2 && long.TryParse(pair[1], CultureInfo.InvariantCulture, out _))
            .ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a counter or a gauge has a value.</summary>
    public async Task WaitForAsync(string name, long value)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(10))
        {
            var actual = (await ReadAsync()).GetValueOrDefault(name);
            if (actual == value)
            {
                return;
            }

            Assert.True(clock.Elapsed < Lines.Bound, $"{name} is {actual} instead of {value}.");
        }
    }

    public Task<string> GetAsync(string path) => Client.GetStringAsync(address + path);

    public async Task<string> PostAsync(string path)
    {
        using var response = await Client.PostAsync(address + path, null);
        return await response.Content.ReadAsStringAsync();
    }
}
