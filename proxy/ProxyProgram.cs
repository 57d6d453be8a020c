using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy;

/// <summary>
/// Runs a proxy as a program. An invalid setting ends it with one line and exit code 1; SIGTERM drains the requests, flushes the spans
/// and ends it with 0; a second one ends it at once.
/// </summary>
public static class ProxyProgram
{
    // The exit code of a program that SIGTERM has ended.
    private const int Killed = 128 + Posix.SigTerm;

    /// <summary>Runs until SIGTERM or Ctrl-C.</summary>
    /// <param name="name">The name of the program, which its error line begins with.</param>
    /// <param name="args">The command line, as <c>--help</c> describes it.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string name, string[] args)
    {
        if (!ChildProcess.EndWithParent())
        {
            return Task.FromResult(ConsoleProgram.Fail(name, "the process that started it has ended"));
        }

        SocketThreads.RunCompletionsInline();
        return ConsoleProgram.RunAsync(name, () =>
            CommandLine.AsksForHelp(args) ? ShowHelpAsync(name)
            : HealthProbe.IsRequested(args) ? ProbeAsync(name, HealthProbe.RemoveOption(args))
            : ServeAsync(name, args));
    }

    private static Task<int> ShowHelpAsync(string name)
    {
        Console.WriteLine(CommandLine.Help(name));
        return Task.FromResult(0);
    }

    private static async Task<int> ProbeAsync(string name, string[] args)
    {
        using var configuration = new ConfigurationManager();
        ConfigurationSources.Add(configuration, args);
        var listeners = MeshOptionsReader.ReadProgram(configuration).Listeners
            .Select(listener => (listener.Key, new IPEndPoint(IPAddress.Parse(listener.Value.Address), listener.Value.Port)));
        return await HealthProbe.FindProblemAsync(listeners) is { } problem ? ConsoleProgram.Fail(name, problem) : 0;
    }

    private static async Task<int> ServeAsync(string name, string[] args)
    {
        using var signals = new StopSignals();
        await using var app = ProxyHost.Build(args);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is SocketException || e.InnerException is AddressInUseException)
        {
            await app.StopAsync();
            return ConsoleProgram.Fail(name, DescribeBindError(app, e));
        }

        // After a second signal nothing is flushed.
        using var requested = signals.Requested.Register(app.Lifetime.StopApplication);
        using var forced = signals.Forced.Register(static () => Environment.Exit(Killed));
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static string DescribeBindError(WebApplication app, Exception exception)
    {
        if (exception is SocketException)
        {
            // The machine doesn't have the address, or the user may not open the port; the exception doesn't say which listener failed.
            return $"Listeners: can't be opened: {exception.Message}";
        }

        // Kestrel's message names the address: "Failed to bind to address http://127.0.0.1:8000: address already in use."
        var listeners = app.Services.GetRequiredService<ZipkinMeshOptions>().Listeners;
        var taken = listeners.FirstOrDefault(l => exception.Message.Contains($":{l.Value.Port}:", StringComparison.Ordinal));
        return taken.Key is null
            ? exception.Message
            : $"Listeners:{taken.Key}:Port: '{taken.Value.Port}' is in use; allowed: a free port";
    }
}
