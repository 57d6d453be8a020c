using ZipkinMesh.Proxy.Admin.Pages;
using ZipkinMesh.Proxy.RecentRequests;

namespace ZipkinMesh.Proxy.Admin.Traces;

/// <summary>Makes the page with the last requests. Its script fills the table with the JSON of the same command.</summary>
internal static class TracesPage
{
    public static AdminPage Create() => new("Requests - Zipkin mesh admin", Body, "traces.css", "traces.js");

    private static string Body => $"""
        <main class="wide">
        <h1>Requests</h1>
        <p>The last {RecentRequestLog.Capacity} requests of this proxy, newest first. <a href="./">All commands</a> · <a href="traces?format=json">JSON</a></p>
        <noscript><p>This page needs JavaScript. The same data is available as <a href="traces?format=json">JSON</a>.</p></noscript>
        <form id="controls" role="search">
        <label for="filter">Filter</label>
        <input type="text" id="filter" name="filter" autocomplete="off" spellcheck="false" placeholder="path, status, flag, or ID">
        <button type="button" id="pause" aria-pressed="false">Pause</button>
        <span id="summary"></span>
        </form>
        <p id="status" role="status"></p>
        <div class="scroll" tabindex="0" role="region" aria-label="Requests">
        <table>
        <thead><tr><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Response</th><th scope="col" class="number">Duration</th><th scope="col">Upstream</th><th scope="col">Trace</th></tr></thead>
        <tbody id="requests"></tbody>
        </table>
        </div>
        </main>
        """;
}
