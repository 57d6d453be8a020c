using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Hosting;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy;

/// <summary>Runs a proxy as a program: mistakes are one line and exit code 1, SIGTERM drains, flushes and ends with 0.</summary>
public static class ProxyProgram
{
    /// <summary>Runs until SIGTERM or Ctrl-C.</summary>
    /// <param name="name">The program's name, which its error line begins with.</param>
    /// <param name="args">See <see cref="CommandLine"/>.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string name, string[] args)
    {
        SocketThreads.RunCompletionsInline();
        if (CommandLine.AsksForHelp(args))
        {
            Console.WriteLine($"{name} [OPTION...]\n{CommandLine.Usage}");
            return 0;
        }

        try
        {
            if (args.Contains(HealthProbe.Option))
            {
                return await HealthProbe.FindProblemAsync(args) is { } problem ? Fail(name, problem) : 0;
            }

            await using var app = ProxyHost.Build(args);
            try
            {
                await app.StartAsync();
            }
            catch (Exception e) when (e is SocketException || e.InnerException is AddressInUseException)
            {
                await app.StopAsync();
                return Fail(name, BindingLine(app, e));
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (SettingException e)
        {
            return Fail(name, e.Message);
        }
    }

    private static int Fail(string name, string line)
    {
        Console.Error.WriteLine($"{name}: {line}");
        return 1;
    }

    private static string BindingLine(WebApplication app, Exception exception)
    {
        if (exception is SocketException)
        {
            // An address that is not this machine's, or a port this user may not open; which one is not said.
            return $"Listeners: can't be opened: {exception.Message}";
        }

        // Kestrel's message names the address: "Failed to bind to address http://127.0.0.1:8000: address already in use."
        var listeners = app.Services.GetRequiredService<ZipkinMeshOptions>().Listeners;
        var taken = listeners.FirstOrDefault(l => exception.Message.Contains($":{l.Value.Port}:", StringComparison.Ordinal));
        return taken.Key is null
            ? exception.Message
            : $"Listeners:{taken.Key}:Port: '{taken.Value.Port}' is taken; allowed: a free port";
    }
}
